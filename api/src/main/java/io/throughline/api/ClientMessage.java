// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A message of the application's own that a client sent; managers implement it, applications read it.
 *
 * <p>Thread-safe.
 */
public interface ClientMessage {
    /**
     * Answers who sent it.
     *
     * @return the authenticated user; never null
     */
    UserId userId();

    /**
     * Answers over which connection it came.
     *
     * @return the connection's id; never null
     */
    ConnectionId connectionId();

    /**
     * Answers the type under which its handler was registered.
     *
     * @return the type; never null
     */
    String type();

    /**
     * Answers the data, as it was parsed: an unmodifiable map of strings, booleans, numbers, lists, maps and nulls.
     *
     * @return the data, empty when the client sent none; never null
     */
    Map<String, @Nullable Object> data();

    /**
     * Sends a message to this one connection alone, without a place in the user's log.
     *
     * @param message the data of the message; neither null nor empty
     * @return what became of it; refused when the connection is gone or has too much unsent; never null
     */
    CompletionStage<SendResult> reply(Map<String, ? extends @Nullable Object> message);
}
