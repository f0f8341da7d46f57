// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manager knows of a connection at one moment.
 *
 * <p>A snapshot: it does not change when the connection does. Immutable and thread-safe.
 */
public final class ConnectionInfo {
    private final ConnectionId connectionId;
    private final UserId userId;
    private final @Nullable ThreadId threadId;
    private final Instant connectedAt;
    private final @Nullable String clientId;

    private ConnectionInfo(Builder builder) {
        this.connectionId = builder.connectionId;
        this.userId = builder.userId;
        this.threadId = builder.threadId;
        this.connectedAt = builder.connectedAt;
        this.clientId = builder.clientId;
    }

    /**
     * Starts a snapshot.
     *
     * @param connectionId the connection; never null
     * @param userId whose it is; never null
     * @param connectedAt when it was added; never null
     * @return a builder; never null
     */
    public static Builder builder(ConnectionId connectionId, UserId userId, Instant connectedAt) {
        return new Builder(connectionId, userId, connectedAt);
    }

    /**
     * Answers which connection it is.
     *
     * @return the id; never null
     */
    public ConnectionId connectionId() {
        return connectionId;
    }

    /**
     * Answers whose connection it is.
     *
     * @return the user; never null
     */
    public UserId userId() {
        return userId;
    }

    /**
     * Answers the conversation that the connection is labelled with.
     *
     * @return the thread, or empty
     */
    public Optional<ThreadId> threadId() {
        return Optional.ofNullable(threadId);
    }

    /**
     * Answers when the connection was added.
     *
     * @return the instant, by the manager's clock; never null
     */
    public Instant connectedAt() {
        return connectedAt;
    }

    /**
     * Answers by which id the client names itself over its reconnects, for receipts; it says nothing about who it is.
     *
     * @return the client's word, checked for its form, or empty
     */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    @Override
    public String toString() {
        return "ConnectionInfo[" + connectionId + ", user=" + userId + ", thread=" + threadId + ", since " + connectedAt
                + "]";
    }

    /** Collects the parts of a snapshot; to be used by one thread. */
    public static final class Builder {
        private final ConnectionId connectionId;
        private final UserId userId;
        private final Instant connectedAt;
        private @Nullable ThreadId threadId;
        private @Nullable String clientId;

        private Builder(ConnectionId connectionId, UserId userId, Instant connectedAt) {
            this.connectionId = Objects.requireNonNull(connectionId, "connectionId");
            this.userId = Objects.requireNonNull(userId, "userId");
            this.connectedAt = Objects.requireNonNull(connectedAt, "connectedAt");
        }

        /**
         * Sets the conversation.
         *
         * @param threadId the thread, or null for none
         * @return this builder
         */
        public Builder threadId(@Nullable ThreadId threadId) {
            this.threadId = threadId;
            return this;
        }

        /**
         * Sets the client's own id.
         *
         * @param clientId the id, or null for none
         * @return this builder
         */
        public Builder clientId(@Nullable String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * Makes the snapshot.
         *
         * @return the snapshot; never null
         */
        public ConnectionInfo build() {
            return new ConnectionInfo(this);
        }
    }
}
