// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import java.time.Duration;

/**
 * The bounds of one log in memory.
 *
 * @param maxEntries how many events are kept, at least 1
 * @param maxBytes how many bytes they may have together; the newest event is always kept
 * @param maxAge how old an event may become
 * @param liveWindow how many of the newest events are spared while others can go
 */
public record LogBounds(int maxEntries, long maxBytes, Duration maxAge, int liveWindow) {
    /** Answers the bounds with a window that leaves at least half of the log to be given up. */
    public LogBounds {
        liveWindow = Math.max(1, Math.min(liveWindow, maxEntries / 2));
    }
}
