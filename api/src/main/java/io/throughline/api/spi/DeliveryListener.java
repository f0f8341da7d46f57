// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.AgentEvent;
import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.ErrorId;
import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a manager does, for validation, metrics and audit; applications implement what they need of it.
 *
 * <p>Called after the fact and outside all locks, on the thread of whoever caused it, or of a log that took an event later
 * than on the spot; for one sender in the order of its sends, for several at once: implementations are thread-safe and
 * quick, and wait for no other send. What they throw is logged and harms nobody.
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
     * Is told of an event that was out of order in its run, and was delivered all the same, since the manager is lenient.
     *
     * @param userId whose event; never null
     * @param event the event as it was sent; never null
     * @param disorder what it would have been refused with; never null
     */
    default void onOutOfOrder(UserId userId, AgentEvent event, ErrorId disorder) {}

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

    /**
     * Is told of a connection that was removed, and why. The default calls {@link #onConnectionRemoved(ConnectionInfo)};
     * managers call this one.
     *
     * @param connection the connection; never null
     * @param reason why the server closed it; null when the client left, or when it was removed without being closed
     */
    default void onConnectionRemoved(ConnectionInfo connection, @Nullable CloseReason reason) {
        onConnectionRemoved(connection);
    }

    /**
     * Is told that a client acknowledged more than before.
     *
     * @param connection over which it came; never null
     * @param position up to which, inclusive, the client has handled what it was sent; never null
     */
    default void onAcknowledged(ConnectionInfo connection, LogPosition position) {}

    /**
     * Is told that a connection is sent a gap instead of events.
     *
     * @param connection the connection; never null
     * @param gap what is missing; never null
     */
    default void onGap(ConnectionInfo connection, Gap gap) {}
}
