// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Follows what an application was handed beside what was sent: each event is the next one, or a gap right before it says
 * exactly what is missing.
 *
 * @param gaps how many there were
 * @param missing the places of all events that a gap stood for
 * @param events the places of all events that came
 */
record GapAudit(int gaps, List<Long> missing, Set<Long> events) {
    static GapAudit of(Application application, NavigableMap<Long, Sent> log) {
        List<Handed> handed = application.handed();
        List<Long> missing = new ArrayList<>();
        Set<Long> events = new HashSet<>();
        int gaps = 0;
        long due = 1;
        for (Handed next : handed) {
            assertEquals(due, next.from(), () -> "what follows in " + application + ": " + next);
            if (next.isGap()) {
                gaps++;
                boolean lifecycleLost = false;
                for (long seq = next.from(); seq <= next.to(); seq++) {
                    Sent lost = log.get(seq);
                    assertTrue(lost != null, () -> next + " stands for what was never sent");
                    lifecycleLost |= lost.isLifecycle();
                    missing.add(seq);
                }
                assertEquals(lifecycleLost, next.lifecycleLost(), () -> next + " of " + application);
            } else {
                assertEquals(log.get(next.from()), next.event());
                events.add(next.from());
            }
            due = next.to() + 1;
        }
        assertEquals(log.lastKey() + 1, due, () -> "the end of " + application);
        return new GapAudit(gaps, missing, events);
    }
}
