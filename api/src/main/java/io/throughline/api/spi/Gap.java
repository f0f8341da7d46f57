// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A hole in what a connection gets, as its client is told of it.
 *
 * <p>Source: {@code docs/WIRE.md}, rule 2.6. Immutable and thread-safe; grows by methods.
 */
public final class Gap {
    private final long from;
    private final long to;
    private final String reason;
    private final boolean lifecycleLost;

    private Gap(long from, long to, String reason, boolean lifecycleLost) {
        this.from = from;
        this.to = to;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.lifecycleLost = lifecycleLost;
    }

    /**
     * Answers a gap of known extent.
     *
     * @param from the first missing event, 1 or more
     * @param to the last missing event, {@code from} or more
     * @param reason as on the wire, such as {@code evicted}; never null
     * @param lifecycleLost whether a lifecycle event is missing
     * @return the gap; never null
     */
    public static Gap of(long from, long to, String reason, boolean lifecycleLost) {
        return new Gap(from, to, reason, lifecycleLost);
    }

    /**
     * Answers a gap of which nobody knows the extent, since the client's cursor says nothing about the log.
     *
     * @param reason as on the wire, such as {@code epoch_changed}; never null
     * @return the gap; never null
     */
    public static Gap ofUnknownExtent(String reason) {
        return new Gap(0, 0, reason, true);
    }

    /**
     * Answers the first missing event.
     *
     * @return its seq; empty where nobody knows
     */
    public OptionalLong from() {
        return from == 0 ? OptionalLong.empty() : OptionalLong.of(from);
    }

    /**
     * Answers the last missing event.
     *
     * @return its seq; empty where nobody knows
     */
    public OptionalLong to() {
        return to == 0 ? OptionalLong.empty() : OptionalLong.of(to);
    }

    /**
     * Answers why events are missing.
     *
     * @return a word as on the wire; never null
     */
    public String reason() {
        return reason;
    }

    /**
     * Tells whether a lifecycle event is, or may be, among the missing.
     *
     * @return false if only events of progress are missing
     */
    public boolean lifecycleLost() {
        return lifecycleLost;
    }

    @Override
    public String toString() {
        return "Gap[" + reason + (from == 0 ? "" : ", " + from + " to " + to) + (lifecycleLost ? ", lifecycle]" : "]");
    }
}
