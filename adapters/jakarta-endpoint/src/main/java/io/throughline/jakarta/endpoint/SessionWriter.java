// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a session and closes it, from any thread, with one message or ping in flight and none after closing began.
 *
 * <p>A close that meets a message in flight waits for that message alone, and not for ever: a client that has stopped to
 * read never takes it. Pings go out on threads of their own, since Tomcat blocks until it has handed one to the network;
 * a batch that meets a ping waits for it, for the moment that it takes.
 */
final class SessionWriter {
    private enum State {
        IDLE,
        WRITING,
        PINGING,
        /** A ping is going out, and then a batch. */
        PINGING_BEFORE_WRITE,
        /** To be closed by whoever writes, when the message in flight is done. */
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);
    private static final Executor PINGS = SessionThreads.upToFour("throughline-pinger-");

    private final Session session;
    private final RemoteEndpoint.Async remote;
    private final Duration closeTimeout;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> closeBegun = new CompletableFuture<>();
    private final AtomicReference<@Nullable Write> afterPing = new AtomicReference<>();

    SessionWriter(Session session, Duration closeTimeout) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        this.closeTimeout = closeTimeout;
    }

    boolean isOpen() {
        return reason.get() == null && session.isOpen();
    }

    CompletionStage<@Nullable Void> send(MessageBatch batch) {
        Write write = new Write(batch.messages().iterator());
        State seen = state.get();
        while (seen == State.IDLE || seen == State.PINGING) {
            if (seen == State.IDLE && state.compareAndSet(State.IDLE, State.WRITING)) {
                write.run();
                return write.done;
            }
            if (seen == State.PINGING && isLeftToPing(write)) {
                return write.done;
            }
            seen = state.get();
        }
        write.done.completeExceptionally(
                new IllegalStateException(isOpen() ? "a write is in flight." : "the session is closed."));
        return write.done;
    }

    /** Leaves a batch to the ping that is going out; answers false if the ping is out already. */
    private boolean isLeftToPing(Write write) {
        if (!afterPing.compareAndSet(null, write)) {
            return false;
        }
        if (state.compareAndSet(State.PINGING, State.PINGING_BEFORE_WRITE)) {
            return true;
        }
        afterPing.compareAndSet(write, null);
        return false;
    }

    /** Sends a ping, if nothing is in flight. */
    CompletionStage<Boolean> ping() {
        if (state.get() != State.IDLE) {
            return CompletableFuture.completedStage(false);
        }
        return CompletableFuture.supplyAsync(this::pingNow, PINGS);
    }

    private boolean pingNow() {
        if (!state.compareAndSet(State.IDLE, State.PINGING)) {
            return false;
        }
        try {
            remote.sendPing(ByteBuffer.allocate(0));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("sending a ping to session {} failed", session.getId(), e);
            return false;
        } finally {
            endPing();
        }
    }

    private void endPing() {
        if (state.compareAndSet(State.PINGING, State.IDLE)) {
            return;
        }
        boolean writes = state.compareAndSet(State.PINGING_BEFORE_WRITE, State.WRITING);
        Write waiting = afterPing.getAndSet(null);
        if (waiting == null) {
            endWrite();
        } else if (writes) {
            waiting.run();
        } else {
            waiting.fail(new IllegalStateException("the session is closed."));
        }
    }

    /** The first call counts. */
    CompletionStage<@Nullable Void> close(CloseReason given) {
        if (reason.compareAndSet(null, given)) {
            State before = state.getAndUpdate(seen -> seen == State.IDLE ? State.CLOSED : State.CLOSING);
            if (before != State.IDLE) {
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
            Write waiting = afterPing.getAndSet(null);
            if (waiting != null) {
                waiting.fail(new IllegalStateException("the session is closed."));
            }
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
