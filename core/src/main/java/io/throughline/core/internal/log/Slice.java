// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import java.util.List;

/**
 * What a log answers to a reader: events in order without a hole between them, and how many are missing before them.
 *
 * @param missingFrom the first missing seq; meaningless when nothing is missing
 * @param missingTo the last missing seq; below {@code missingFrom} when nothing is missing
 * @param lifecycleLost whether a lifecycle event is among the missing
 * @param entries the events; empty when the reader is at the head
 */
public record Slice(long missingFrom, long missingTo, boolean lifecycleLost, List<LogEntry> entries) {

    /** Tells whether events are missing before the first entry. */
    public boolean hasGap() {
        return missingFrom <= missingTo;
    }
}
