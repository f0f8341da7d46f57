// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import io.throughline.api.ThreadId;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a network, whose speed and failures the test decides.
 *
 * <p>Unless told otherwise it takes each batch at once. {@link #pause} makes it slow: what is written stays in flight, and
 * its client receives nothing, until {@link #completeNextWrite} or {@link #resume}. Thread-safe; waiting is done with
 * {@link Await}.
 */
public final class InMemoryConnection implements WebSocketConnection {
    private record Write(MessageBatch batch, CompletableFuture<@Nullable Void> completion) {}

    private final ConnectionId id;
    private final UserId userId;
    private final Object webSocket;
    private final @Nullable ThreadId threadId;

    private final List<ReceivedFrame> received = new ArrayList<>();
    private final Deque<Write> inFlight = new ArrayDeque<>();
    private int mostInFlight;
    private int batches;
    private boolean paused;
    private @Nullable Throwable failure;
    private @Nullable AssertionError malformed;
    private boolean failureIsThrown;
    private @Nullable CloseReason closeReason;

    private InMemoryConnection(Builder builder) {
        this.id = builder.id;
        this.userId = builder.userId;
        this.webSocket = builder.webSocket;
        this.threadId = builder.threadId;
    }

    /**
     * Opens a fast connection with a new id.
     *
     * @param userId whose it is; never null
     * @return the connection; never null
     */
    public static InMemoryConnection open(UserId userId) {
        return builder(userId).build();
    }

    /**
     * Starts a connection.
     *
     * @param userId whose it is; never null
     * @return a builder; never null
     */
    public static Builder builder(UserId userId) {
        return new Builder(userId);
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public UserId userId() {
        return userId;
    }

    @Override
    public Optional<ThreadId> initialThreadId() {
        return Optional.ofNullable(threadId);
    }

    @Override
    public Object webSocket() {
        return webSocket;
    }

    @Override
    public synchronized boolean isOpen() {
        return closeReason == null;
    }

    @Override
    public CompletionStage<@Nullable Void> send(MessageBatch batch) {
        Objects.requireNonNull(batch, "batch");
        Write write = new Write(batch, new CompletableFuture<>());
        synchronized (this) {
            Throwable problem = closeReason == null ? failure : new IllegalStateException("the connection is closed");
            if (problem != null) {
                if (failureIsThrown && problem instanceof RuntimeException thrown) {
                    throw thrown;
                }
                return CompletableFuture.failedFuture(problem);
            }
            inFlight.addLast(write);
            mostInFlight = Math.max(mostInFlight, inFlight.size());
            batches++;
            if (paused) {
                return write.completion();
            }
        }
        completeNextWrite();
        return write.completion();
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        Objects.requireNonNull(reason, "reason");
        List<Write> abandoned;
        synchronized (this) {
            if (closeReason == null) {
                closeReason = reason;
            }
            abandoned = new ArrayList<>(inFlight);
            inFlight.clear();
        }
        for (Write write : abandoned) {
            write.completion().completeExceptionally(new IllegalStateException("closed while writing"));
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Makes the connection slow: from now on no write completes by itself. */
    public synchronized void pause() {
        paused = true;
    }

    /** Makes the connection fast again, and completes what is in flight. */
    public void resume() {
        synchronized (this) {
            paused = false;
        }
        while (completeNextWrite()) {
            // each completion may bring the next write
        }
    }

    /**
     * Lets the client receive the oldest write in flight.
     *
     * @return false if none was in flight
     */
    public boolean completeNextWrite() {
        Write write;
        synchronized (this) {
            write = inFlight.pollFirst();
            if (write == null) {
                return false;
            }
            write.batch().messages().forEach(this::receive);
        }
        write.completion().complete(null);
        return true;
    }

    private void receive(EncodedMessage message) {
        try {
            received.add(ReceivedFrame.parse(message.utf8()));
        } catch (AssertionError e) {
            if (malformed == null) {
                malformed = e;
            }
        }
    }

    /**
     * Makes all further writes fail by their stage.
     *
     * @param failure why; never null
     */
    public synchronized void failWrites(Throwable failure) {
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    /**
     * Makes all further writes throw, as careless transports do.
     *
     * @param failure why; never null
     */
    public synchronized void throwOnWrite(RuntimeException failure) {
        this.failure = Objects.requireNonNull(failure, "failure");
        this.failureIsThrown = true;
    }

    /**
     * Answers all that the client received.
     *
     * @return an unmodifiable snapshot in the order of receipt; never null
     * @throws AssertionError if anything that was received is not exactly one JSON object in UTF-8
     */
    public synchronized List<ReceivedFrame> received() {
        if (malformed != null) {
            throw new AssertionError("the client received what is no frame: " + malformed.getMessage(), malformed);
        }
        return List.copyOf(received);
    }

    /**
     * Answers the events and messages that the client received, without the frames of the protocol itself.
     *
     * @return an unmodifiable snapshot in the order of receipt; never null
     */
    public List<ReceivedFrame> events() {
        return received().stream().filter(ReceivedFrame::isEvent).toList();
    }

    /**
     * Answers why the connection was closed.
     *
     * @return the first reason, or empty while it is open
     */
    public synchronized Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closeReason);
    }

    /**
     * Counts the writes that have not completed.
     *
     * @return 0 or more
     */
    public synchronized int writesInFlight() {
        return inFlight.size();
    }

    /**
     * Answers how many writes were ever in flight at once: 1 under a manager whose writes are exclusive.
     *
     * @return 0 if nothing was ever written
     */
    public synchronized int mostWritesInFlight() {
        return mostInFlight;
    }

    /**
     * Counts the batches that were written, in flight or received.
     *
     * @return 0 or more
     */
    public synchronized int batchCount() {
        return batches;
    }

    @Override
    public String toString() {
        return "InMemoryConnection[" + id + " of " + userId + "]";
    }

    /** Collects the parts of a connection; to be used by one thread. */
    public static final class Builder {
        private final UserId userId;
        private ConnectionId id = ConnectionId.random();
        private Object webSocket = new Object();
        private @Nullable ThreadId threadId;

        private Builder(UserId userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
        }

        /**
         * Sets the id.
         *
         * @param id the id; never null
         * @return this builder
         */
        public Builder id(ConnectionId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * Sets the raw socket.
         *
         * @param webSocket what stands for the library's session; never null
         * @return this builder
         */
        public Builder webSocket(Object webSocket) {
            this.webSocket = Objects.requireNonNull(webSocket, "webSocket");
            return this;
        }

        /**
         * Sets the conversation that the connection is opened for.
         *
         * @param threadId the thread; never null
         * @return this builder
         */
        public Builder threadId(ThreadId threadId) {
            this.threadId = Objects.requireNonNull(threadId, "threadId");
            return this;
        }

        /**
         * Opens the connection.
         *
         * @return the connection; never null
         */
        public InMemoryConnection build() {
            return new InMemoryConnection(this);
        }
    }
}
