// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.core.internal.receipt.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All that the hub keeps for one user; everything but the id and the snapshot of cursors is guarded by the lock. */
final class User {
    final UserId id;
    final EventLog log;
    final ReentrantLock lock = new ReentrantLock();
    final OpenRuns runs = new OpenRuns();
    final Clients clients;
    final AppendTurn appends = new AppendTurn();

    /** Replaced as a whole at each change, so that it may be read without the lock. */
    private volatile List<ConnectionCursor> cursors = List.of();

    /** When something was last sent or detached, in milliseconds of the hub's clock. */
    long lastActiveMillis;

    /** Set when draining has sent the user's clients away: the log takes nothing more. Read without the lock too. */
    private volatile boolean moved;

    /** Set when the log was freed: whoever still holds this object looks the user up again. */
    boolean freed;

    /** What the hub has counted of the log. */
    int countedEntries;

    long countedBytes;

    /** The links of the {@link ActivityOrder}, guarded by it. */
    @Nullable
    User older;

    @Nullable
    User newer;

    /** Where the {@link ActivityOrder} has put this user, and when; changed under both locks. */
    ActivityOrder.@Nullable Queue queue;

    long movedMillis;

    User(UserId id, EventLog log, Clients clients) {
        this.id = id;
        this.log = log;
        this.clients = clients;
    }

    List<ConnectionCursor> cursors() {
        return cursors;
    }

    void add(ConnectionCursor cursor) {
        List<ConnectionCursor> changed = new ArrayList<>(cursors);
        changed.add(cursor);
        cursors = List.copyOf(changed);
    }

    void remove(ConnectionCursor cursor) {
        List<ConnectionCursor> changed = new ArrayList<>(cursors);
        changed.remove(cursor);
        cursors = List.copyOf(changed);
    }

    /** Says that nobody will get what comes from now on; called under the lock. */
    void moveAway() {
        moved = true;
    }

    boolean hasMoved() {
        return moved;
    }

    /** Tells whether the log may be freed: never after the clients were sent away, which would be forgotten with it. */
    boolean isIdle() {
        return cursors.isEmpty() && runs.isEmpty() && !appends.isTaken() && !moved;
    }
}
