// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

/**
 * Takes what a client sends over one connection; a hub implements it, a transport calls it.
 *
 * <p>The methods never throw and never block. A transport calls them for one connection one after another, in the order
 * in which things arrived.
 */
public interface ClientChannel {
    /**
     * Takes a whole text message. What is wrong with it is answered over the connection.
     *
     * @param text the message; never null
     */
    void onText(String text);

    /** Is told that a binary message came, which closes the connection with 1003. */
    void onBinary();

    /**
     * Is told of a sign of life that is no whole message: a pong, a ping, or a part of a message. Cheap, and needed from
     * transports that send pings, whose clients would else be taken for dead. The default does nothing.
     */
    default void onActivity() {}

    /** Is told that the connection is closed or broken. */
    void onClosed();
}
