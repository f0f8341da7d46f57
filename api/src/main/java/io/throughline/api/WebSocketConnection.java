// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One physical WebSocket connection of one user, as a manager sees it; transports and testkits implement it.
 *
 * <p>A manager that declares {@link Capability#EXCLUSIVE_WRITES} calls {@link #send} only when the write before has
 * completed. All methods may be called from any thread and may not block.
 */
public interface WebSocketConnection {
    /**
     * Answers the id that the server gave this connection.
     *
     * @return the same id at every call; never null
     */
    ConnectionId id();

    /**
     * Answers whose connection it is.
     *
     * @return the same authenticated user at every call; never null
     */
    UserId userId();

    /**
     * Answers the conversation that the connection was opened for.
     *
     * @return a thread id, or empty, which is the default
     */
    default Optional<ThreadId> initialThreadId() {
        return Optional.empty();
    }

    /**
     * Answers the object under which the WebSocket library knows this connection, such as a session or a channel.
     *
     * @return the same object at every call, compared by identity; never null
     */
    Object webSocket();

    /**
     * Tells whether messages can still be sent.
     *
     * @return false once the connection began to close
     */
    boolean isOpen();

    /**
     * Writes a batch: each message as one text message, in order.
     *
     * @param batch the messages; never null
     * @return a stage that completes when the transport can take the next batch, or exceptionally when the write failed,
     *     after which the connection is of no more use; never null. An implementation may throw instead.
     */
    CompletionStage<@Nullable Void> send(MessageBatch batch);

    /**
     * Sends a ping, so that the manager learns whether the client is still there.
     *
     * <p>Called at any time, also while a write is in flight or while the ping before is. Whoever implements it keeps the ping
     * from meeting a message on the wire, reports each pong as {@code ClientChannel.onActivity}, and answers false when a ping
     * would have to wait.
     *
     * @return a stage that completes with true when a ping is on its way, which obliges the client to answer, and with false
     *     when none was sent, now or ever: clients of a transport that cannot ping are not looked after; never null. The
     *     default answers false
     */
    default CompletionStage<Boolean> ping() {
        return CompletableFuture.completedStage(false);
    }

    /**
     * Closes the connection, also while a write is in flight; the first call counts, later ones change nothing.
     *
     * @param reason what the client is told; never null
     * @return a stage that completes when closing has begun; never null
     */
    CompletionStage<@Nullable Void> close(CloseReason reason);
}
