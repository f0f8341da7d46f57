// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

/**
 * Is handed what comes from the server, one call after another and in the log's order.
 *
 * <p>Each event of the log comes at most once, and every one that does not come is covered by a gap. Calls are made on the
 * client's executor. A listener may take its time: when it falls far behind, the client hangs up, and comes back to where
 * the listener is. What a listener throws is reported to {@link #onError}, and the call counts as done.
 */
public interface ClientListener {
    /**
     * Takes an event or message of the user's log.
     *
     * @param event the event, whose {@code seq} follows the one before or the gap before; never null
     */
    void onEvent(ClientEvent event);

    /**
     * Is told that events are missing for good: reload what you show.
     *
     * @param gap which, as far as anybody knows; never null
     */
    default void onGap(ClientGap gap) {}

    /**
     * Is told of a new state.
     *
     * @param state the state; never null
     */
    default void onState(ClientState state) {}

    /**
     * Takes a message that was sent to this connection alone; such messages are not sent again after a lost connection.
     *
     * @param message the message, without {@code seq}; never null
     */
    default void onMessage(ClientEvent message) {}

    /**
     * Is told that something went wrong; what follows from it, a new state tells.
     *
     * @param error what; never null
     */
    default void onError(ClientError error) {}
}
