// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import org.jspecify.annotations.Nullable;

/**
 * One client of one user within one epoch: up to where it has acknowledged, and what it was never sent.
 *
 * <p>Its standing towards an event may be asked for and changed by any thread; where it is attached is guarded by the
 * user's lock.
 */
public final class Client {
    /** What a client has done with an event that was appended while it was attached. */
    enum Standing {
        /** It may still handle it. */
        OPEN,
        HANDLED,
        /** It never will: it was sent a gap instead, or is forgotten. */
        NEVER
    }

    private final @Nullable String id;

    /** The first event that it may be sent: one before it may be told of later, by a log that had it earlier. */
    private final long firstSeq;

    private long acknowledged;
    private @Nullable MissedRanges missed;
    private boolean forgotten;

    /** How many connections it has; guarded by the user's lock. */
    int connections;

    /** Since when it has no connection; guarded by the user's lock. */
    long awaySinceMillis;

    Client(@Nullable String id, long firstSeq) {
        this.id = id;
        this.firstSeq = firstSeq;
    }

    @Nullable
    String id() {
        return id;
    }

    /** Moves the mark forwards; answers where it was before, or -1 if it did not move. */
    synchronized long acknowledge(long seq) {
        if (seq <= acknowledged) {
            return -1;
        }
        long before = acknowledged;
        acknowledged = seq;
        return before;
    }

    /** Notes that events will not be sent; what was acknowledged already stays so. Answers whether anything was noted. */
    synchronized boolean miss(long from, long to) {
        long first = Math.max(from, acknowledged + 1);
        if (first > to) {
            return false;
        }
        if (missed == null) {
            missed = new MissedRanges();
        }
        missed.add(first, to);
        return true;
    }

    /** Notes that nobody will come back under this name. */
    synchronized void forget() {
        forgotten = true;
    }

    synchronized Standing standing(long seq) {
        if (seq < firstSeq || (missed != null && missed.contains(seq))) {
            return Standing.NEVER;
        }
        if (seq <= acknowledged) {
            return Standing.HANDLED;
        }
        return forgotten ? Standing.NEVER : Standing.OPEN;
    }
}
