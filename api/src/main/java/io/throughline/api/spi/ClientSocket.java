// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.CloseReason;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket whose client may not be known yet; transports implement it, one for each socket.
 *
 * <p>All methods may be called from any thread and may not block.
 */
public interface ClientSocket {
    /**
     * Tells whether messages can still be sent.
     *
     * @return false once the socket began to close
     */
    boolean isOpen();

    /**
     * Closes the socket; the first call counts, later ones change nothing.
     *
     * @param reason what the client is told; never null
     * @return a stage that completes when closing has begun; never null
     */
    CompletionStage<@Nullable Void> close(CloseReason reason);

    /**
     * Makes the connection over this socket, once its user is known; called at most once.
     *
     * @param userId the authenticated user; never null
     * @return the user's connection, with an id of its own; closing it closes this socket; never null
     */
    WebSocketConnection connectionOf(UserId userId);
}
