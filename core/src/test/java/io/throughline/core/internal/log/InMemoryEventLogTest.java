// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventClass;
import io.throughline.api.UserId;
import io.throughline.core.internal.json.EventFrame;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.json.JsonValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InMemoryEventLogTest {
    private static final FrameEncoder ENCODER = new FrameEncoder(new JsonValues(value -> null), 100_000);

    private static EventFrame frame(int padding) {
        AgentEvent event = AgentEvent.fromMap("note", Map.of("x", "y".repeat(padding)));
        return ENCODER.event(UserId.of("alice"), "id", Instant.EPOCH, event);
    }

    private static void append(EventLog log, int padding, EventClass eventClass) {
        log.append(frame(padding), eventClass).toCompletableFuture().join();
    }

    private static List<Long> seqs(Slice slice) {
        return slice.entries().stream().map(LogEntry::seq).toList();
    }

    @Property
    void a_log_keeps_the_newest_within_its_bound(
            @ForAll @IntRange(min = 1, max = 40) int bound, @ForAll @IntRange(min = 0, max = 200) int appended) {
        InMemoryEventLog log = new InMemoryEventLog("e", bound, Long.MAX_VALUE);
        for (int i = 0; i < appended; i++) {
            append(log, 0, EventClass.PROGRESS);
        }
        assertEquals(appended, log.head().seq());
        assertEquals(Math.max(1, appended - bound + 1), log.firstSeq());
        assertEquals(
                LongStream.rangeClosed(log.firstSeq(), appended).boxed().toList(),
                seqs(log.read(1, Integer.MAX_VALUE, Integer.MAX_VALUE)));
    }

    @Test
    void a_reader_behind_the_bound_is_told_what_is_missing() {
        InMemoryEventLog log = new InMemoryEventLog("e", 3, Long.MAX_VALUE);
        append(log, 0, EventClass.LIFECYCLE);
        for (int i = 0; i < 5; i++) {
            append(log, 0, EventClass.PROGRESS);
        }
        Slice fromStart = log.read(1, 10, Integer.MAX_VALUE);
        assertTrue(fromStart.hasGap() && fromStart.lifecycleLost());
        assertEquals(List.of(1L, 3L), List.of(fromStart.missingFrom(), fromStart.missingTo()));
        assertEquals(List.of(4L, 5L, 6L), seqs(fromStart));
        Slice later = log.read(2, 10, Integer.MAX_VALUE);
        assertTrue(later.hasGap() && !later.lifecycleLost());
        assertTrue(!log.read(4, 10, Integer.MAX_VALUE).hasGap());
    }

    @Test
    void a_reader_at_the_head_gets_nothing() {
        InMemoryEventLog log = new InMemoryEventLog("e", 3, Long.MAX_VALUE);
        assertTrue(log.read(1, 10, 1_000).entries().isEmpty());
        append(log, 0, EventClass.PROGRESS);
        Slice slice = log.read(2, 10, 1_000);
        assertTrue(slice.entries().isEmpty() && !slice.hasGap());
    }

    @Test
    void the_bound_in_bytes_counts_and_spares_the_newest() {
        int size = frame(100).size();
        InMemoryEventLog log = new InMemoryEventLog("e", 100, 2L * size);
        append(log, 100, EventClass.PROGRESS);
        append(log, 100, EventClass.PROGRESS);
        append(log, 100, EventClass.PROGRESS);
        assertEquals(List.of(2L, 3L), seqs(log.read(1, 10, Integer.MAX_VALUE)));
        append(log, 10_000, EventClass.PROGRESS);
        assertEquals(List.of(4L), seqs(log.read(1, 10, Integer.MAX_VALUE)));
    }

    @Test
    void a_batch_is_bounded_but_never_empty() {
        InMemoryEventLog log = new InMemoryEventLog("e", 100, Long.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            append(log, 100, EventClass.PROGRESS);
        }
        assertEquals(List.of(1L), seqs(log.read(1, 10, 1)));
        assertEquals(List.of(2L, 3L), seqs(log.read(2, 10, 2 * frame(100).size())));
        assertEquals(List.of(4L), seqs(log.read(4, 1, Integer.MAX_VALUE)));
    }
}
