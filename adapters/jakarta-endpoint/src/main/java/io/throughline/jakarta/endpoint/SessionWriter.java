// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a session and closes it, from any thread, with one message in flight and none after closing began.
 *
 * <p>A close that meets a message in flight waits for that message alone, and not for ever: a client that has stopped to
 * read never takes it.
 */
final class SessionWriter {
    private enum State {
        IDLE,
        WRITING,
        /** To be closed by whoever writes, when the message in flight is done. */
        CLOSING,
        CLOSED
    }

    private final Session session;
    private final RemoteEndpoint.Async remote;
    private final Duration closeTimeout;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> closeBegun = new CompletableFuture<>();

    SessionWriter(Session session, Duration closeTimeout) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        this.closeTimeout = closeTimeout;
    }

    boolean isOpen() {
        return reason.get() == null && session.isOpen();
    }

    CompletionStage<@Nullable Void> send(MessageBatch batch) {
        if (!state.compareAndSet(State.IDLE, State.WRITING)) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    state.get() == State.WRITING ? "a write is in flight." : "the session is closed."));
        }
        Write write = new Write(batch.messages().iterator());
        write.run();
        return write.done;
    }

    /** The first call counts. */
    CompletionStage<@Nullable Void> close(CloseReason given) {
        if (reason.compareAndSet(null, given)) {
            State before = state.getAndUpdate(seen -> seen == State.WRITING ? State.CLOSING : State.CLOSED);
            if (before == State.WRITING) {
                CompletableFuture.delayedExecutor(closeTimeout.toNanos(), TimeUnit.NANOSECONDS, SessionCloser.EXECUTOR)
                        .execute(() -> abort(given));
            } else {
                SessionCloser.EXECUTOR.execute(() -> finish(() -> SessionCloser.close(session, given)));
            }
        }
        return closeBegun.copy();
    }

    private void abort(CloseReason given) {
        if (state.compareAndSet(State.CLOSING, State.CLOSED)) {
            finish(() -> SessionCloser.abort(session, given));
        }
    }

    private void finish(Runnable closing) {
        closing.run();
        closeBegun.complete(null);
    }

    /** Ends a write, and closes if that was waiting for it. */
    private void endWrite() {
        if (!state.compareAndSet(State.WRITING, State.IDLE) && state.compareAndSet(State.CLOSING, State.CLOSED)) {
            CloseReason given = Objects.requireNonNull(reason.get());
            SessionCloser.EXECUTOR.execute(() -> finish(() -> SessionCloser.close(session, given)));
        }
    }

    /**
     * The messages of one batch on their way, one after another.
     *
     * <p>Containers may complete a message before the call that sends it returns; such messages are followed up by the
     * loop, not by the callback, so that the stack does not grow with the batch.
     */
    private final class Write {
        final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private final Iterator<EncodedMessage> messages;

        Write(Iterator<EncodedMessage> messages) {
            this.messages = messages;
        }

        void run() {
            while (messages.hasNext()) {
                if (state.get() != State.WRITING) {
                    fail(new IllegalStateException("the session is closed."));
                    return;
                }
                if (!sentAtOnce(messages.next())) {
                    return;
                }
            }
            endWrite();
            done.complete(null);
        }

        /** Answers true when the message is out and nothing has followed it up; else the callback does, or nobody needs to. */
        private boolean sentAtOnce(EncodedMessage message) {
            AtomicReference<Progress> progress = new AtomicReference<>(Progress.STARTED);
            try {
                remote.sendText(message.text(), result -> onResult(result, progress));
            } catch (RuntimeException e) {
                fail(e);
                return false;
            }
            return progress.getAndUpdate(seen -> seen == Progress.STARTED ? Progress.LEFT : seen) == Progress.SENT;
        }

        private void onResult(SendResult result, AtomicReference<Progress> progress) {
            if (!result.isOK()) {
                progress.set(Progress.FAILED);
                fail(result.getException());
            } else if (progress.getAndSet(Progress.SENT) == Progress.LEFT) {
                run();
            }
        }

        private void fail(@Nullable Throwable failure) {
            endWrite();
            done.completeExceptionally(
                    failure == null ? new IllegalStateException("the message was not sent.") : failure);
        }
    }

    /** How far one message is: the loop leaves it when it is not out at once. */
    private enum Progress {
        STARTED,
        LEFT,
        SENT,
        FAILED
    }
}
