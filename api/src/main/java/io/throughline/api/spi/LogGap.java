// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;

/** A hole in a log: events that were there and are no longer. Immutable and thread-safe. */
public final class LogGap implements LogItem {
    private final long from;
    private final long to;
    private final boolean lifecycleLost;

    private LogGap(long from, long to, boolean lifecycleLost) {
        this.from = from;
        this.to = to;
        this.lifecycleLost = lifecycleLost;
    }

    /**
     * Makes a gap.
     *
     * @param from the first missing number, 1 or more
     * @param to the last missing number, {@code from} or more
     * @param lifecycleLost whether an event of class lifecycle is among the missing
     * @return the gap; never null
     * @throws InvalidArgumentException if the numbers are out of their bounds
     */
    public static LogGap of(long from, long to, boolean lifecycleLost) {
        Seqs.check(to, "to");
        if (from > to) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_IDENTIFIER, "a gap from " + from + " to " + to + " holds no event.");
        }
        return new LogGap(Seqs.check(from, "from"), to, lifecycleLost);
    }

    /**
     * Answers the first missing number.
     *
     * @return 1 or more
     */
    public long from() {
        return from;
    }

    /**
     * Answers the last missing number.
     *
     * @return {@link #from} or more
     */
    public long to() {
        return to;
    }

    /**
     * Tells whether an event of class lifecycle is among the missing.
     *
     * @return false if all of them were progress or the application's own
     */
    public boolean lifecycleLost() {
        return lifecycleLost;
    }

    @Override
    public String toString() {
        return "LogGap[" + from + "-" + to + (lifecycleLost ? ", lifecycle lost]" : "]");
    }
}
