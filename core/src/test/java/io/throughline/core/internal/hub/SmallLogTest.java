// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.core.internal.count.Counter;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A log far too small for what is sent, and three kinds of clients. */
class SmallLogTest {
    private static final int EVENTS = 20_000;
    private static final int ENTRIES = 50;

    @Test
    void who_keeps_up_sees_no_gap_and_who_does_not_loses_no_lifecycle_of_open_runs() {
        TestHub hub = new TestHub(ENTRIES, Duration.ofHours(1));
        InMemoryConnection prompt = InMemoryConnection.open(TestHub.ALICE);
        InMemoryConnection slow = InMemoryConnection.open(TestHub.ALICE);
        InMemoryConnection slower = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(prompt, null);
        hub.connect(slow, null);
        hub.connect(slower, null);
        slow.pause();
        slower.pause();
        Random random = new Random(20_260_101);
        int run = 0;
        for (int i = 0; i < EVENTS; i++) {
            int choice = random.nextInt(20);
            if (choice == 0) {
                hub.send("agent_completed", "r" + run++);
            }
            hub.send(choice < 3 ? "agent_started" : "agent_thinking", "r" + (run + random.nextInt(3)));
            if (i % (ENTRIES / 4 - 2) == 0) { // each turn sends two events at the most
                slow.completeNextWrite();
                slow.completeNextWrite();
            }
            if (random.nextInt(100) == 0) {
                slower.completeNextWrite();
            }
        }
        slow.resume();
        slower.resume();
        assertEquals(0, gaps(prompt));
        assertEquals(0, gaps(slow), "it was behind by less than the newest that are spared");
        assertTrue(gaps(slower) > 10, "it was behind by more");
        assertEquals(0, hub.core.counters().value(Counter.LIFECYCLE_EVENTS_EVICTED));
        assertTrue(hub.core.counters().value(Counter.EVENTS_EVICTED) > EVENTS / 2);
        long head = lastSeq(prompt.received());
        assertEquals(head, lastSeq(slow.received()));
        assertEquals(head, lastSeq(slower.received()));
    }

    private static long gaps(InMemoryConnection connection) {
        return connection.received().stream()
                .filter(frame -> frame.type().equals("gap"))
                .count();
    }

    /** Walks what was received: no number is left out but in a gap, and none comes twice. */
    private static long lastSeq(List<ReceivedFrame> received) {
        long last = 0;
        for (ReceivedFrame frame : received.subList(1, received.size())) {
            boolean isGap = frame.type().equals("gap");
            assertEquals(last + 1, number(frame, isGap ? "from" : "seq"));
            last = number(frame, isGap ? "to" : "seq");
        }
        return last;
    }

    private static long number(ReceivedFrame frame, String field) {
        return Long.parseLong(frame.field(field).orElseThrow());
    }
}
