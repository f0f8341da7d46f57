// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For whom, and within which conversation, run and request, something is executed.
 *
 * <p>It is what managers are made from and what agents run in. Immutable and thread-safe; equal when all parts are.
 */
public final class UserExecutionContext {
    private final UserId userId;
    private final @Nullable ThreadId threadId;
    private final @Nullable RunId runId;
    private final @Nullable RequestId requestId;

    private UserExecutionContext(Builder builder) {
        this.userId = builder.userId;
        this.threadId = builder.threadId;
        this.runId = builder.runId;
        this.requestId = builder.requestId;
    }

    /**
     * Makes the context of a user, without conversation, run or request.
     *
     * @param userId the user; never null
     * @return the context; never null
     */
    public static UserExecutionContext of(UserId userId) {
        return builder(userId).build();
    }

    /**
     * Starts a context.
     *
     * @param userId the user; never null
     * @return a builder; never null
     */
    public static Builder builder(UserId userId) {
        return new Builder(Objects.requireNonNull(userId, "userId"));
    }

    /**
     * Answers for whom.
     *
     * @return the user; never null
     */
    public UserId userId() {
        return userId;
    }

    /**
     * Answers within which conversation.
     *
     * @return the thread, or empty
     */
    public Optional<ThreadId> threadId() {
        return Optional.ofNullable(threadId);
    }

    /**
     * Answers within which run.
     *
     * @return the run, or empty
     */
    public Optional<RunId> runId() {
        return Optional.ofNullable(runId);
    }

    /**
     * Answers for which request.
     *
     * @return the request, or empty
     */
    public Optional<RequestId> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that holds this context's parts; never null
     */
    public Builder toBuilder() {
        Builder builder = new Builder(userId);
        builder.threadId = threadId;
        builder.runId = runId;
        builder.requestId = requestId;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserExecutionContext that
                && userId.equals(that.userId)
                && Objects.equals(threadId, that.threadId)
                && Objects.equals(runId, that.runId)
                && Objects.equals(requestId, that.requestId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(userId, threadId, runId, requestId);
    }

    @Override
    public String toString() {
        return "UserExecutionContext[user=" + userId + ", thread=" + threadId + ", run=" + runId + ", request="
                + requestId + "]";
    }

    /** Collects the parts of a context; to be used by one thread. */
    public static final class Builder {
        private final UserId userId;
        private @Nullable ThreadId threadId;
        private @Nullable RunId runId;
        private @Nullable RequestId requestId;

        private Builder(UserId userId) {
            this.userId = userId;
        }

        /**
         * Sets the conversation.
         *
         * @param threadId the thread; never null
         * @return this builder
         */
        public Builder threadId(ThreadId threadId) {
            this.threadId = Objects.requireNonNull(threadId, "threadId");
            return this;
        }

        /**
         * Sets the run.
         *
         * @param runId the run; never null
         * @return this builder
         */
        public Builder runId(RunId runId) {
            this.runId = Objects.requireNonNull(runId, "runId");
            return this;
        }

        /**
         * Sets the request.
         *
         * @param requestId the request; never null
         * @return this builder
         */
        public Builder requestId(RequestId requestId) {
            this.requestId = Objects.requireNonNull(requestId, "requestId");
            return this;
        }

        /**
         * Makes the context.
         *
         * @return the context; never null
         */
        public UserExecutionContext build() {
            return new UserExecutionContext(this);
        }
    }
}
