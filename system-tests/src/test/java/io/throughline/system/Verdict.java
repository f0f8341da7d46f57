// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/** What is wrong with what an application was handed, counted; all zero is right. */
record Verdict(long lost, long duplicated, long reordered, long foreign, long altered, long gaps) {
    static final Verdict RIGHT = new Verdict(0, 0, 0, 0, 0, 0);

    static Verdict of(String user, NavigableMap<Long, Sent> log, List<Handed> handed) {
        Set<Long> seen = new HashSet<>();
        long duplicated = 0;
        long reordered = 0;
        long foreign = 0;
        long altered = 0;
        long gaps = 0;
        long last = 0;
        for (Handed next : handed) {
            if (next.isGap()) {
                gaps++;
                continue;
            }
            if (!next.event().user().equals(user)) {
                foreign++;
                continue;
            }
            if (!seen.add(next.from())) {
                duplicated++;
            } else if (next.from() < last) {
                reordered++;
            }
            if (!next.event().equals(log.get(next.from()))) {
                altered++;
            }
            last = next.from();
        }
        long lost = log.keySet().stream().filter(seq -> !seen.contains(seq)).count();
        return new Verdict(lost, duplicated, reordered, foreign, altered, gaps);
    }

    Verdict plus(Verdict other) {
        return new Verdict(
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                foreign + other.foreign,
                altered + other.altered,
                gaps + other.gaps);
    }
}
