// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.OptionalLong;

/** Events that the user was sent and that this client will never get; immutable. */
public final class ClientGap {
    private final OptionalLong from;
    private final OptionalLong to;
    private final String reason;
    private final boolean lifecycleLost;

    ClientGap(OptionalLong from, OptionalLong to, String reason, boolean lifecycleLost) {
        this.from = from;
        this.to = to;
        this.reason = reason;
        this.lifecycleLost = lifecycleLost;
    }

    /**
     * Answers the first missing event.
     *
     * @return its {@code seq}; empty when nobody knows what was missed
     */
    public OptionalLong from() {
        return from;
    }

    /**
     * Answers the last missing event.
     *
     * @return its {@code seq}; empty when nobody knows what was missed
     */
    public OptionalLong to() {
        return to;
    }

    /**
     * Answers why the events are missing.
     *
     * @return {@code evicted}, {@code epoch_changed} or {@code unknown_cursor} as the server said, or {@code missing} for
     *     what it left out twice without a word; never null
     */
    public String reason() {
        return reason;
    }

    /**
     * Tells whether the state of runs may have changed in between.
     *
     * @return true if an event of class lifecycle is missing, or might be
     */
    public boolean lifecycleLost() {
        return lifecycleLost;
    }

    @Override
    public String toString() {
        return "gap[" + (from.isPresent() ? from.getAsLong() + ".." + to.orElseThrow() : "of unknown extent") + ", "
                + reason + (lifecycleLost ? ", lifecycle lost]" : "]");
    }
}
