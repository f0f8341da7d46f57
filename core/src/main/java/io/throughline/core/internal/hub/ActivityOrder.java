// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import org.jspecify.annotations.Nullable;

/**
 * Users by when something last happened to them, idle ones apart; all it does costs constant time.
 *
 * <p>Thread-safe, by a lock of its own that is held for a few assignments and under which nothing else is locked. A user
 * is moved at most once a second, so that busy ones seldom meet here: the order is exact to the second.
 */
final class ActivityOrder {
    static final long GRANULARITY_MILLIS = 1_000;

    /** Users linked from the least to the most recently active. */
    static final class Queue {
        private @Nullable User oldest;
        private @Nullable User newest;

        private void add(User user) {
            user.older = newest;
            if (newest == null) {
                oldest = user;
            } else {
                newest.newer = user;
            }
            newest = user;
            user.queue = this;
        }

        private void remove(User user) {
            User older = user.older;
            User newer = user.newer;
            if (older == null) {
                oldest = newer;
            } else {
                older.newer = newer;
            }
            if (newer == null) {
                newest = older;
            } else {
                newer.older = older;
            }
            user.older = null;
            user.newer = null;
            user.queue = null;
        }
    }

    private final Queue idle = new Queue();
    private final Queue busy = new Queue();

    /** Moves a user to where it belongs, unless it was moved within the second; called under the user's lock. */
    void touch(User user) {
        long sinceMoved = user.lastActiveMillis - user.movedMillis;
        boolean inPlace = user.queue == (user.isIdle() ? idle : busy);
        if (!inPlace || sinceMoved < 0 || sinceMoved >= GRANULARITY_MILLIS) {
            move(user);
        }
    }

    /** Moves a user to where it belongs, behind all others; called under the user's lock. */
    synchronized void move(User user) {
        if (user.queue != null) {
            user.queue.remove(user);
        }
        (user.isIdle() ? idle : busy).add(user);
        user.movedMillis = user.lastActiveMillis;
    }

    /** Takes a user out until it is touched again; called under the user's lock. */
    synchronized void remove(User user) {
        if (user.queue != null) {
            user.queue.remove(user);
        }
    }

    /** Answers the user that should give up events first, or null where there is none. */
    synchronized @Nullable User first() {
        return idle.oldest == null ? busy.oldest : idle.oldest;
    }

    /** Answers the idle user that was active least recently, or null where none is idle. */
    synchronized @Nullable User firstIdle() {
        return idle.oldest;
    }
}
