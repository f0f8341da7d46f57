// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.LogPosition;
import io.throughline.api.spi.EventLog;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection begins to read its user's log, from what the client asked for.
 *
 * @param head the newest event at that moment
 * @param nextSeq the first event that it gets
 * @param goesOn whether the client named a place in this log, and so has what is before it
 * @param resumed whether everything after the client's cursor follows without a gap
 * @param gapReason why nobody knows what the client missed, or null
 */
record StartPosition(
        LogPosition head,
        long nextSeq,
        boolean goesOn,
        boolean resumed,
        @Nullable String gapReason) {
    private static final Pattern CURSOR = Pattern.compile("([0-9A-Za-z-]{1,64}):([0-9]{1,16})");

    /** Reads the client's word against the log; called under the user's lock. */
    static StartPosition of(Optional<String> cursor, EventLog log) {
        LogPosition head = log.head();
        if (cursor.isEmpty()) {
            return new StartPosition(head, head.seq() + 1, false, false, null);
        }
        return switch (cursor.get()) {
            case "open" -> new StartPosition(head, log.firstOpenSeq(), false, false, null);
            case "earliest" -> new StartPosition(head, log.firstSeq(), false, false, null);
            default -> ofCursor(cursor.get(), log);
        };
    }

    private static StartPosition ofCursor(String cursor, EventLog log) {
        LogPosition head = log.head();
        Matcher matcher = CURSOR.matcher(cursor);
        if (!matcher.matches()) {
            return new StartPosition(head, log.firstOpenSeq(), false, false, "unknown_cursor");
        }
        if (!matcher.group(1).equals(head.epoch())) {
            return new StartPosition(head, log.firstOpenSeq(), false, false, "epoch_changed");
        }
        long seq = Long.parseLong(matcher.group(2));
        if (seq > head.seq()) {
            return new StartPosition(head, log.firstOpenSeq(), false, false, "unknown_cursor");
        }
        return new StartPosition(head, seq + 1, true, seq + 1 >= log.contiguousFrom(), null);
    }
}
