// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The events that a client was never sent, as ranges that neither overlap nor touch.
 *
 * <p>Bounded: when there are too many ranges, the two lowest become one, with what is between them. So a client may be
 * said to have missed more than it did, never less. Not thread-safe.
 */
final class MissedRanges {
    static final int MAX_RANGES = 32;

    /** The last missed seq by the first one of its range. */
    private final NavigableMap<Long, Long> ranges = new TreeMap<>();

    /** Adds a range; both bounds are missed. */
    void add(long from, long to) {
        long first = from;
        long last = to;
        Map.Entry<Long, Long> near = ranges.floorEntry(last + 1);
        while (near != null && near.getValue() >= first - 1) {
            first = Math.min(first, near.getKey());
            last = Math.max(last, near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(last + 1);
        }
        ranges.put(first, last);
        if (ranges.size() > MAX_RANGES) {
            long lowest = ranges.pollFirstEntry().getKey();
            ranges.put(lowest, ranges.pollFirstEntry().getValue());
        }
    }

    boolean contains(long seq) {
        Map.Entry<Long, Long> range = ranges.floorEntry(seq);
        return range != null && range.getValue() >= seq;
    }

    int size() {
        return ranges.size();
    }
}
