// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import io.throughline.api.ClosedException;
import io.throughline.core.DrainOptions;
import io.throughline.core.DrainReport;
import io.throughline.core.Hub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ends what {@link ThroughlineModule} made, since Guice itself ends nothing: the application injects it and closes it once.
 *
 * <p>It closes in the reverse order of making, so that the engine and the factory end before the hub that they use. One
 * that fails to close keeps none of the others from it. What was never injected is not made for this; what the application bound itself is left to the application. Thread-safe.
 */
public final class ThroughlineShutdown implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private @Nullable Hub hub;
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

    /** Is told of the hub, whose clients are moved away before it is closed. */
    void drains(Hub made) {
        synchronized (closers) {
            hub = made;
        }
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

    /**
     * Moves the clients of the hub that the module made away, waits until that is done, and then {@linkplain #close closes}
     * everything; for the end of a process, such as a shutdown hook.
     *
     * <p>The transports are stopped after it, so that clients can be told. It blocks for as long as {@link
     * DrainOptions#longest} says at the most; a thread that is interrupted closes at once.
     *
     * @param options the limits; never null
     * @return what draining did; empty if it did not end in its time, or there was no hub to drain
     */
    public Optional<DrainReport> drainAndClose(DrainOptions options) {
        Objects.requireNonNull(options, "options");
        Hub drained;
        synchronized (closers) {
            drained = closed ? null : hub;
        }
        try {
            return drained == null ? Optional.empty() : await(drained, options);
        } finally {
            close();
        }
    }

    private static Optional<DrainReport> await(Hub hub, DrainOptions options) {
        Duration longest = options.longest(hub.statistics().connections());
        try {
            return Optional.of(hub.drain(options).toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ClosedException | ExecutionException | TimeoutException e) {
            return Optional.empty();
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
