// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The one thread of a proxy: tells who waits for a socket or for a time.
 *
 * <p>All state of a proxy is guarded by this object's monitor, which the thread holds while it tells and gives up while it
 * waits.
 */
final class ProxyLoop {
    /** Who waits for a socket. */
    interface Waiting {
        /** Called under the loop's monitor, on its thread; does not throw. */
        void ready(SelectionKey key);
    }

    private record Timer(long due, Runnable task) {}

    private final Selector selector;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>((a, b) -> Long.compare(a.due - b.due, 0));
    private final Thread thread;
    private long begun;
    private long ended;
    private boolean stopped;

    ProxyLoop(String name) {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for a proxy", e);
        }
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized SelectionKey register(SelectableChannel channel, int operations, Waiting waiting) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, operations, waiting);
        selector.wakeup();
        return key;
    }

    /** Sets what a socket is waited for; a closed one is waited for no more. */
    synchronized void interest(SelectionKey key, int operations) {
        try {
            if (key.isValid() && key.interestOps() != operations) {
                key.interestOps(operations);
                wake();
            }
        } catch (CancelledKeyException closed) {
            // its other end is told by whoever closed it
        }
    }

    synchronized void at(long nanoTime, Runnable task) {
        timers.add(new Timer(nanoTime, task));
        wake();
    }

    /** Makes what was closed or changed take effect now. */
    void wake() {
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /**
     * Waits until the sockets that were closed before are closed for their peers too, which a selector does when it selects
     * next. Does not wait on the loop's own thread, and when the caller has the monitor.
     */
    void settle() {
        if (Thread.currentThread() == thread || Thread.holdsLock(this)) {
            return;
        }
        boolean interrupted = false;
        synchronized (this) {
            long before = begun;
            while (ended <= before && !stopped) {
                selector.wakeup();
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread, and waits for it. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (true) {
                selector.select(begin());
                synchronized (this) {
                    ended = begun;
                    notifyAll();
                    if (stopped) {
                        return;
                    }
                    tell();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a proxy's selector failed", e);
        }
    }

    /** Answers how long to wait, in milliseconds as the selector takes them: 0 is for ever. */
    private synchronized long begin() {
        begun++;
        Timer next = timers.peek();
        return next == null ? 0 : Math.max(1, (next.due - System.nanoTime() + 999_999) / 1_000_000);
    }

    private void tell() {
        List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
            if (key.isValid()) {
                ((Waiting) key.attachment()).ready(key);
            }
        }
        for (Timer next = timers.peek(); next != null && next.due - System.nanoTime() <= 0; next = timers.peek()) {
            timers.remove().task.run();
        }
    }
}
