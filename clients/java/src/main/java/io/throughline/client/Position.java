// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.api.LogPosition;
import org.jspecify.annotations.Nullable;

/** What a client was handed of its user's log, and so what has to come next; to be used by one thread at a time. */
final class Position {
    /** What an event or a gap is to the client. */
    enum Verdict {
        /** The one that was due. */
        NEXT,
        /** Had before. */
        DUPLICATE,
        /** Something between the last one and this is missing, and nothing has said so. */
        JUMP
    }

    private static final long UNKNOWN = -1;

    private final FirstCursor first;
    private @Nullable String epoch;
    private long last = UNKNOWN;
    private long startsAfter = UNKNOWN;
    private boolean gapIsDue;

    Position(FirstCursor first) {
        this.first = first;
        LogPosition after = first.position();
        if (after != null) {
            epoch = after.epoch();
            last = after.seq();
        }
    }

    /** Answers the cursor to connect with; null for live. */
    @Nullable
    String cursor() {
        return epoch != null && last != UNKNOWN ? epoch + ":" + last : first.word();
    }

    /** Answers the last event that was handed over, or the place before the first that is due. */
    @Nullable
    LogPosition last() {
        return epoch != null && last != UNKNOWN ? new LogPosition(epoch, last) : null;
    }

    /**
     * Takes a greeting.
     *
     * @param head the last event of the log
     * @param next the first that follows, or 0 if the server does not say
     * @return true if the client has been in another log before
     */
    boolean greeted(String newEpoch, long head, long next) {
        startsAfter = next > 0 ? next - 1 : first.word() == null && epoch == null ? head : UNKNOWN;
        boolean changed = epoch != null && !epoch.equals(newEpoch);
        if (!newEpoch.equals(epoch)) {
            epoch = newEpoch;
            last = startsAfter;
        }
        gapIsDue = changed;
        return changed;
    }

    /** Tells whether the log is another one and no gap has said so yet; true once. */
    boolean takeDueGap() {
        boolean due = gapIsDue;
        gapIsDue = false;
        return due;
    }

    Verdict of(long from, long to) {
        if (last == UNKNOWN) {
            return Verdict.NEXT;
        }
        return to <= last ? Verdict.DUPLICATE : from > last + 1 ? Verdict.JUMP : Verdict.NEXT;
    }

    long due() {
        return last + 1;
    }

    void handed(long seq) {
        last = seq;
        startsAfter = UNKNOWN;
    }

    /** A gap of unknown extent: what follows begins where the greeting said. */
    void lost() {
        gapIsDue = false;
        last = startsAfter;
    }
}
