// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends what {@link ThroughlineModule} made, since Guice itself ends nothing: the application injects it and closes it once.
 *
 * <p>It closes in the reverse order of making, so that the engine and the factory end before the hub that they use. One
 * that fails to close keeps none of the others from it. What was never injected is not made for this; what the application bound itself is left to the application. Thread-safe.
 */
public final class ThroughlineShutdown implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private boolean closed;

    ThroughlineShutdown() {}

    /** Takes charge of something; after the shutdown it is ended at once, so that nothing outlives it. */
    void takeCharge(Runnable closer) {
        synchronized (closers) {
            if (!closed) {
                closers.addFirst(closer);
                return;
            }
        }
        closer.run();
    }

    private static void closeAll(Deque<Runnable> closers) {
        Runnable next = closers.poll();
        if (next == null) {
            return;
        }
        try {
            next.run();
        } finally {
            closeAll(closers);
        }
    }

    /** Closes the engine, the factory and the hub that the module made; a second call changes nothing. */
    @Override
    public void close() {
        Deque<Runnable> now;
        synchronized (closers) {
            closed = true;
            now = new ArrayDeque<>(closers);
            closers.clear();
        }
        closeAll(now);
    }
}
