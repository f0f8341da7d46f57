// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.client.ClientEvent;
import io.throughline.client.ClientGap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an application was handed: an event at a place, or a gap from one place to another.
 *
 * @param event null for a gap
 */
record Handed(
        long from, long to, boolean lifecycleLost, @Nullable Sent event) {
    static Handed of(ClientEvent event) {
        long seq = event.seq().orElseThrow();
        Object user = event.data().get("user");
        Object number = event.data().get("number");
        return new Handed(
                seq,
                seq,
                false,
                new Sent(
                        String.valueOf(user),
                        event.type(),
                        event.runId().orElse(""),
                        number instanceof Number value ? value.longValue() : -1));
    }

    /** A gap of unknown extent stands from 0 to 0. */
    static Handed of(ClientGap gap) {
        return new Handed(gap.from().orElse(0), gap.to().orElse(0), gap.lifecycleLost(), null);
    }

    boolean isGap() {
        return event == null;
    }
}
