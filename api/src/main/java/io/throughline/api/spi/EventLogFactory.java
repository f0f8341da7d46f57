// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.UserId;

/**
 * Opens the logs of users; what an engine of one's own begins with.
 *
 * <p>Given to a hub explicitly, never discovered: where users' events are kept is the application's decision. Without one a
 * hub keeps them in memory. The hub does not close the factory. Implementations are thread-safe.
 */
@FunctionalInterface
public interface EventLogFactory {
    /**
     * Opens the log of a user, at the user's first event or connection, and again after it was closed.
     *
     * <p>May not block: an engine on another machine answers a log that {@linkplain EventLog#ready() is not ready yet}. A
     * log that begins anew has an epoch of its own, random, never one of the process; an engine that kept the events
     * answers the former epoch.
     *
     * @param userId the user; never null
     * @param observer is told of what the log does by itself; never null
     * @return the log, of this user alone; never null
     */
    EventLog open(UserId userId, LogObserver observer);
}
