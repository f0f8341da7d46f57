// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import io.throughline.api.spi.ClientChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a client sends to its channel, one after another; holds a bounded part of it until there is a channel.
 *
 * <p>The channel is never called under the lock: one thread at a time drains the queue, usually the one that reads the
 * socket, so that a slow handler slows down the reading. Where another thread does, which learnt who the client is, the
 * reader waits for it instead when the bound is reached.
 */
final class InboundGate {
    static final int MAX_WAITING = 16;

    private record Waiting(Consumer<ClientChannel> event, int size) {}

    private final int maxSize;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable ClientChannel channel;
    private int size;
    private @Nullable Thread drainer;
    private boolean ended;

    /**
     * @param maxSize how many characters may wait
     */
    InboundGate(int maxSize) {
        this.maxSize = maxSize;
    }

    /** Answers false, and takes nothing, when too much waits already for a channel that is not there yet. */
    boolean offer(Consumer<ClientChannel> event, int eventSize) {
        synchronized (this) {
            awaitRoom(eventSize);
            if (ended) {
                return true;
            }
            if (isFull(eventSize) && (channel == null || drainer != null)) {
                return false;
            }
            add(event, eventSize);
        }
        drain();
        return true;
    }

    private boolean isFull(int eventSize) {
        return !waiting.isEmpty() && (waiting.size() >= MAX_WAITING || size + eventSize > maxSize);
    }

    /** Waits while another thread hands over; the caller has the lock, and gives it up meanwhile. */
    private void awaitRoom(int eventSize) {
        boolean interrupted = false;
        while (!ended && channel != null && drainsElsewhere() && isFull(eventSize)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean drainsElsewhere() {
        return drainer != null && drainer != Thread.currentThread();
    }

    /** Tells the channel that the client is gone, now or as soon as there is a channel; nothing is taken any more. */
    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
            size = 0;
            add(ClientChannel::onClosed, 0);
            notifyAll();
        }
        drain();
    }

    private void add(Consumer<ClientChannel> event, int eventSize) {
        waiting.add(new Waiting(event, eventSize));
        size += eventSize;
    }

    /** Hands over what waits, and what comes, to a channel. */
    void open(ClientChannel opened) {
        synchronized (this) {
            channel = opened;
        }
        drain();
    }

    /** Holds again what comes, and the rest of what waits; for a channel to call while it is handed something. */
    synchronized void hold() {
        channel = null;
        notifyAll();
    }

    synchronized boolean isOpen() {
        return channel != null;
    }

    private void drain() {
        boolean owner = false;
        while (true) {
            ClientChannel target;
            Waiting next;
            synchronized (this) {
                target = channel;
                if (drainer != null && !owner) {
                    return;
                }
                next = target == null ? null : waiting.poll();
                if (target == null || next == null) {
                    endDrain();
                    return;
                }
                owner = true;
                drainer = Thread.currentThread();
                size -= next.size();
                notifyAll();
            }
            hand(next, target);
        }
    }

    /** Hands one event over; what it throws ends this drain, and later events begin another. */
    private void hand(Waiting next, ClientChannel target) {
        boolean handled = false;
        try {
            next.event().accept(target);
            handled = true;
        } finally {
            if (!handled) {
                endDrain();
            }
        }
    }

    private synchronized void endDrain() {
        drainer = null;
        notifyAll();
    }
}
