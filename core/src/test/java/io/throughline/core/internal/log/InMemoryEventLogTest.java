// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.throughline.api.spi.LogEntry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a log gives up, in which order, and what its readers are told. */
class InMemoryEventLogTest {
    private static final long PLENTY = 1_000_000;

    @Test
    void finished_runs_go_whole_and_those_that_ended_first_go_first() {
        LogFixture log = new LogFixture(8, PLENTY, 1);
        log.append("s1 s2 t1 c2 t1 c1 s3 t3");
        assertEquals("1 2 3 4 5 6 7 8", log.read(1));
        log.append("t3");
        assertEquals("1 (2-2!) 3 (4-4!) 5 6 7 8 9", log.read(1));
        log.append("t3 t3");
        assertEquals("(1-6!) 7 8 9 10 11", log.read(1));
        assertEquals(6, log.evicted);
        assertEquals(0, log.openLifecycle);
    }

    @Test
    void messages_go_with_finished_runs_by_age() {
        LogFixture log = new LogFixture(6, PLENTY, 1);
        log.append("m s1 m c1 m s2 t2");
        assertEquals("(1-1) 2 3 4 5 6 7", log.read(1));
        log.append("t2");
        assertEquals("(1-1) 2 (3-3) 4 5 6 7 8", log.read(1));
        log.append("t2");
        assertEquals("(1-4!) 5 6 7 8 9", log.read(1));
        log.append("t2 t2");
        assertEquals("(1-5!) 6 7 8 9 10 11", log.read(1));
    }

    @Test
    void progress_of_open_runs_goes_next_and_lifecycle_last() {
        LogFixture log = new LogFixture(6, PLENTY, 2);
        log.append("s1 t1 s1 t1 s1 t1 s1 t1");
        assertEquals("1 (2-2) 3 (4-4) 5 6 7 8", log.read(1));
        log.append("s1 s1");
        assertEquals("1 (2-2) 3 (4-4) 5 (6-6) 7 (8-8) 9 10", log.read(1));
        assertEquals(0, log.openLifecycle);
        log.append("s1");
        assertEquals("(1-2!) 3 (4-4) 5 (6-6) 7 (8-8) 9 10 11", log.read(1));
        assertEquals(1, log.openLifecycle);
    }

    @Test
    void the_newest_are_spared_while_others_can_go() {
        LogFixture log = new LogFixture(8, PLENTY, 4);
        log.append("s1 s1 s1 t1 t1 t1 t1 t1");
        log.append("t1");
        assertEquals("1 2 3 (4-4) 5 6 7 8 9", log.read(1));
        log.append("s2 s2 s2 s2");
        assertEquals("1 2 3 (4-8) 9 10 11 12 13", log.read(1));
    }

    @Test
    void of_a_run_that_just_ended_the_newest_events_are_spared_too() {
        LogFixture log = new LogFixture(8, PLENTY, 4);
        log.append("s1 t1 t1 t1 t1 t1 t1 c1 s2");
        assertEquals("(1-5!) 6 7 8 9", log.read(1));
        log.append("t2 t2 t2 t2 t2");
        assertEquals("(1-8!) 9 10 11 12 13 14", log.read(1));
    }

    @Test
    void what_is_finished_goes_before_lifecycle_of_open_runs_even_from_among_the_newest() {
        LogFixture log = new LogFixture(6, PLENTY, 3);
        log.append("s1 s1 s1 m c2 m s1");
        assertEquals("1 2 3 (4-4) 5 6 7", log.read(1));
        log.append("s1 s1");
        assertEquals("1 2 3 (4-6!) 7 8 9", log.read(1));
        assertEquals(0, log.openLifecycle);
        log.append("s1");
        assertEquals("(1-1!) 2 3 (4-6!) 7 8 9 10", log.read(1));
        assertEquals(1, log.openLifecycle);
    }

    @Test
    void the_bound_in_bytes_counts_exactly_and_spares_the_newest() {
        LogFixture log = new LogFixture(100, 3 * LogFixture.SIZE, 50);
        log.append("t1 t1 t1 t1");
        assertEquals("(1-1) 2 3 4", log.read(1));
        log.append("t1", 25);
        assertEquals("(1-4) 5", log.read(1));
        assertEquals(25, log.log.byteCount());
        log.append("t1", 1_000);
        assertEquals("(1-5) 6", log.read(1));
        assertEquals(1_000, log.log.byteCount());
        assertEquals(1, log.log.entryCount());
    }

    @Test
    void what_is_too_old_goes_but_for_lifecycle_of_open_runs() {
        LogFixture log = new LogFixture(100, PLENTY, 50);
        log.append("s1 t1 s2 c2 m");
        log.now = log.now.plus(Duration.ofMinutes(40));
        log.append("s3 c1 t3");
        log.log.expire(log.now.plus(Duration.ofMinutes(19)));
        assertEquals("1 2 3 4 5 6 7 8", log.read(1));
        log.log.expire(log.now.plus(Duration.ofMinutes(20)));
        assertEquals("1 2 (3-5!) 6 7 8", log.read(1), "run 1 ended later");
        log.now = log.now.plus(Duration.ofMinutes(60));
        log.append("m");
        assertEquals("(1-5!) 6 (7-8!) 9", log.read(1));
        log.append("c3");
        log.log.expire(log.now.plus(Duration.ofMinutes(60)));
        assertEquals("(1-10!)", log.read(1));
        assertEquals(11, log.log.firstSeq());
        log.append("m");
        assertEquals("(1-10!) 11", log.read(1));
        assertEquals("(10-10!) 11", log.read(10));
    }

    @Test
    void a_clock_that_is_set_back_keeps_nothing_for_longer_than_the_age() {
        LogFixture log = new LogFixture(100, PLENTY, 50);
        log.append("m");
        log.now = log.now.minus(Duration.ofDays(1));
        log.append("m");
        log.log.expire(log.now.plus(Duration.ofDays(1)).plus(Duration.ofHours(1)));
        assertEquals("(1-2)", log.read(1));
    }

    @Test
    void a_gap_is_exact_from_wherever_it_is_read() {
        LogFixture log = new LogFixture(4, PLENTY, 1);
        log.append("s1 t1 c1 m m s2 t2 t2 t2");
        assertEquals("(1-5!) 6 7 8 9", log.read(1));
        assertEquals("(3-5!) 6 7 8 9", log.read(3));
        assertEquals("(4-5) 6 7 8 9", log.read(4));
        assertEquals("6 7 8 9", log.read(6));
        assertEquals("", log.read(10));
        assertEquals(6, log.log.contiguousFrom());
    }

    @Test
    void a_batch_is_bounded_but_never_empty() {
        LogFixture log = new LogFixture(6, PLENTY, 2).append("s1 t1 s1 t1 s1 t1 s1 t1");
        assertEquals("1", LogFixture.shown(log.log.read(1, 10, 1)));
        assertEquals("(2-2) 3", LogFixture.shown(log.log.read(2, 10, 2 * LogFixture.SIZE - 1)));
        assertEquals("1 (2-2) 3 (4-4) 5", LogFixture.shown(log.log.read(1, 3, Integer.MAX_VALUE)));
        assertEquals("5 6", LogFixture.shown(log.log.read(5, 2, Integer.MAX_VALUE)));
    }

    @Test
    void what_is_open_begins_with_the_first_event_of_an_open_run() {
        LogFixture log = new LogFixture(100, PLENTY, 50).append("m");
        assertEquals(2, log.log.firstOpenSeq());
        log.append("s1 s2 m");
        assertEquals(2, log.log.firstOpenSeq());
        log.append("c1");
        assertEquals(3, log.log.firstOpenSeq());
        log.append("c2 m");
        assertEquals(8, log.log.firstOpenSeq());
    }

    @Test
    void events_of_other_types_go_with_the_open_run_that_they_name_and_else_by_age() {
        LogFixture log = new LogFixture(4, PLENTY, 1);
        log.append("n1 s1 n1 s1 s1 s1");
        assertEquals("(1-1) 2 (3-3) 4 5 6", log.read(1));
        assertEquals(2, log.log.firstOpenSeq());
        log.append("p");
        assertEquals("(2-3!) 4 5 6 7", log.read(2));
        log.append("s1");
        assertEquals("(2-3!) 4 5 6 (7-7) 8", log.read(2));
    }

    @Test
    void memory_is_given_back_in_the_same_order_to_the_last() {
        LogFixture log = new LogFixture(100, PLENTY, 3).append("s1 t1 m s2 c2 t1");
        log.log.release(1);
        assertEquals("1 2 (3-3) 4 5 6", log.read(1));
        log.log.release(1);
        assertEquals("1 (2-3) 4 5 6", log.read(1));
        log.log.release(2 * LogFixture.SIZE);
        assertEquals("1 (2-5!) 6", log.read(1));
        log.log.release(PLENTY);
        assertEquals("(1-6!)", log.read(1));
        assertEquals(0, log.log.byteCount());
        assertEquals(6, log.evicted);
        assertEquals(6, log.log.head().seq());
    }

    @Test
    void readers_share_one_message_and_keep_it_when_the_log_does_not() {
        LogFixture log = new LogFixture(2, PLENTY, 1);
        log.log.append(LogFixture.record("m", 20, Instant.EPOCH));
        LogEntry entry = (LogEntry) log.log.read(1, 1, 1).get(0);
        LogEntry again = (LogEntry) log.log.read(1, 1, 1).get(0);
        log.append("m m m");
        assertEquals("(1-2) 3 4", log.read(1));
        assertEquals(21, entry.message().size());
        assertSame(entry.message(), again.message());
    }
}
