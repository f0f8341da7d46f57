// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.MessageBatch;
import io.throughline.api.WebSocketConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a connection, one batch at a time, for any number of threads that signal.
 *
 * <p>Whoever moves the state from idle to running owns the writing until it moves it back; a signal meanwhile makes the
 * owner look once more (the queue-drain loop of the Reactive Streams implementations). A write that completes later hands
 * the ownership to the thread that completes it. After {@link #MAX_ROUNDS} writes that completed at once the rest is
 * left to an executor, so that a sender is not held up by what others send. Whatever a connection throws, errors
 * included, ends its own writing and reaches nobody else: neither the sender nor the connections after it.
 */
final class SingleWriter {
    static final int MAX_ROUNDS = 16;

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int SIGNALLED = 2;

    private final WebSocketConnection connection;
    private final Supplier<@Nullable MessageBatch> source;
    private final Executor executor;
    private final Consumer<Throwable> onFailure;

    /** Running from the start, so that nothing is written before {@link #open}. */
    private final AtomicInteger state = new AtomicInteger(RUNNING);

    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** The last write that was begun. */
    private volatile @Nullable AtomicReference<Progress> lastWrite;

    private volatile boolean ending;
    private volatile boolean failed;

    SingleWriter(
            WebSocketConnection connection,
            Supplier<@Nullable MessageBatch> source,
            Executor executor,
            Consumer<Throwable> onFailure) {
        this.connection = connection;
        this.source = source;
        this.executor = executor;
        this.onFailure = onFailure;
    }

    /** Begins to write; called once. */
    void open() {
        run();
    }

    /** Writes nothing more after the write in flight. */
    void end() {
        ending = true;
        signal();
    }

    /** Answers what stands for the write in flight, the same object for as long as it is, or null. */
    @Nullable
    Object writeInFlight() {
        AtomicReference<Progress> last = lastWrite;
        return last == null || last.get() == Progress.COMPLETED ? null : last;
    }

    /** Completes after {@link #end}, when no write is in flight and none will be. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /** Says that the source may have something. */
    void signal() {
        while (true) {
            int seen = state.get();
            if (seen == SIGNALLED) {
                return;
            }
            if (state.compareAndSet(seen, seen == IDLE ? RUNNING : SIGNALLED)) {
                if (seen == IDLE) {
                    run();
                }
                return;
            }
        }
    }

    private void run() {
        int round = 0;
        while (true) {
            if (round++ == MAX_ROUNDS) {
                if (isLeftToExecutor()) {
                    return;
                }
                round = 0;
            }
            state.set(RUNNING);
            MessageBatch batch = failed || ending ? null : nextBatch();
            if (batch == null) {
                if (ending) {
                    ended.complete(null);
                }
                if (state.compareAndSet(RUNNING, IDLE)) {
                    return;
                }
            } else if (!writtenAtOnce(batch)) {
                return;
            }
        }
    }

    private @Nullable MessageBatch nextBatch() {
        try {
            return source.get();
        } catch (Throwable e) {
            fail(e);
            return null;
        }
    }

    private boolean isLeftToExecutor() {
        try {
            executor.execute(this::run);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Writes; answers false when the write goes on and will call {@link #run} by itself. */
    private boolean writtenAtOnce(MessageBatch batch) {
        AtomicReference<Progress> progress = new AtomicReference<>(Progress.STARTED);
        lastWrite = progress;
        try {
            CompletionStage<?> stage = connection.send(batch);
            stage.whenComplete((done, failure) -> {
                if (failure != null) {
                    fail(failure);
                }
                if (progress.getAndSet(Progress.COMPLETED) == Progress.LEFT) {
                    run();
                }
            });
        } catch (Throwable e) {
            progress.set(Progress.COMPLETED);
            fail(e);
            return true;
        }
        return !progress.compareAndSet(Progress.STARTED, Progress.LEFT);
    }

    private void fail(Throwable failure) {
        failed = true;
        onFailure.accept(failure);
    }

    /** How far one write is: the writer leaves it when it does not complete at once. */
    private enum Progress {
        STARTED,
        LEFT,
        COMPLETED
    }
}
