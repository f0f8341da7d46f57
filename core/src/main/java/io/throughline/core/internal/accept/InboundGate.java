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
 * socket, so that a slow handler slows down the reading.
 */
final class InboundGate {
    static final int MAX_WAITING = 16;

    private record Waiting(Consumer<ClientChannel> event, int size) {}

    private final int maxSize;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable ClientChannel channel;
    private int size;
    private boolean draining;
    private boolean ended;

    /**
     * @param maxSize how many characters may wait
     */
    InboundGate(int maxSize) {
        this.maxSize = maxSize;
    }

    /** Answers false, and takes nothing, when too much waits already. */
    boolean offer(Consumer<ClientChannel> event, int eventSize) {
        synchronized (this) {
            if (ended) {
                return true;
            }
            if (!waiting.isEmpty() && (waiting.size() >= MAX_WAITING || size + eventSize > maxSize)) {
                return false;
            }
            add(event, eventSize);
        }
        drain();
        return true;
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
                if (draining && !owner) {
                    return;
                }
                if (target == null) {
                    draining = false;
                    return;
                }
                next = waiting.poll();
                if (next == null) {
                    draining = false;
                    return;
                }
                owner = true;
                draining = true;
                size -= next.size();
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
                synchronized (this) {
                    draining = false;
                }
            }
        }
    }
}
