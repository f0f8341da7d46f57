// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to append to a user's log: events are appended one after another, in the order in which they came.
 *
 * <p>So a run's check sees all that was appended before, and what a log refuses has changed nothing. A log in memory is
 * done before the lock is left, and nobody ever waits. Guarded by the user's lock.
 */
final class AppendTurn {
    static final int MAX_WAITING = 1_000;

    static final long MAX_WAITING_BYTES = 4L * 1024 * 1024;

    private boolean taken;
    private @Nullable Queue<Passage> waiting;
    private long waitingBytes;

    /** Tells whether an append is under way. */
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    /** Lets an event wait for its turn; answers false when too many do already. */
    boolean await(Passage passage) {
        Queue<Passage> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting = queue;
        }
        long bytes = waitingBytes + passage.size();
        if (queue.size() >= MAX_WAITING || (bytes > MAX_WAITING_BYTES && !queue.isEmpty())) {
            return false;
        }
        waitingBytes = bytes;
        return queue.add(passage);
    }

    /** Ends a turn: answers the event whose turn is next, or null when nobody waits. */
    @Nullable
    Passage next() {
        Passage next = waiting == null ? null : waiting.poll();
        if (next == null) {
            taken = false;
            waiting = null;
        } else {
            waitingBytes -= next.size();
        }
        return next;
    }
}
