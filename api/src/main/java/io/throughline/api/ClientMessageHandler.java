// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

/** Takes the messages of one type that clients send; applications implement it. */
@FunctionalInterface
public interface ClientMessageHandler {
    /**
     * Takes a message.
     *
     * <p>Called on a thread of the transport, for one connection in the order of its messages, for several connections
     * at once: it may not block. When it throws, the client is answered with an {@code error} frame and the connection
     * goes on; an {@link InvalidArgumentException} or another {@link IllegalArgumentException} is told to the client as
     * the reason.
     *
     * @param message the message; never null
     */
    void onMessage(ClientMessage message);
}
