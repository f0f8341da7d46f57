// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.AgentEvent;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;

/**
 * Is told what a manager does, for validation, metrics and audit; applications implement what they need of it.
 *
 * <p>Called after the fact and outside all locks, on the thread of whoever caused it, for one sender in the order of its
 * sends, for several at once: implementations are thread-safe and quick. What they throw is logged and harms nobody.
 */
public interface DeliveryListener {
    /**
     * Is told of an event that a manager took or refused.
     *
     * @param userId whose event; never null
     * @param event the event as it was sent; never null
     * @param result what the sender is answered; never null
     */
    default void onEvent(UserId userId, AgentEvent event, SendResult result) {}

    /**
     * Is told of a connection that was added.
     *
     * @param connection the connection; never null
     */
    default void onConnectionAdded(ConnectionInfo connection) {}

    /**
     * Is told of a connection that was removed or that failed.
     *
     * @param connection the connection; never null
     */
    default void onConnectionRemoved(ConnectionInfo connection) {}
}
