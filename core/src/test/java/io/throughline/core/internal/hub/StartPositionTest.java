// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.LogPosition;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection gets first, by the cursor that its client asked for. */
class StartPositionTest {
    private final TestHub hub = new TestHub(4, Duration.ofMinutes(1));

    private List<String> connect(String cursor) {
        InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(connection, cursor);
        return connection.received().stream().map(StartPositionTest::shown).toList();
    }

    private static String shown(ReceivedFrame frame) {
        return switch (frame.type()) {
            case "hello" ->
                "hello " + frame.field("seq").orElseThrow() + " resumed="
                        + frame.field("resumed").orElseThrow();
            case "gap" ->
                "gap " + frame.field("from").orElse("") + "-"
                        + frame.field("to").orElse("") + " "
                        + frame.field("reason").orElseThrow() + " "
                        + frame.field("lifecycle_lost").orElseThrow();
            default -> frame.type() + " " + frame.seq().orElseThrow();
        };
    }

    @Test
    void nothing_asked_for_is_live() {
        hub.think("r1");
        assertEquals(List.of("hello 1 resumed=false"), connect(null));
    }

    @Test
    void a_cursor_resumes_after_itself() {
        LogPosition first = hub.think("r1");
        hub.think("r1");
        assertEquals(List.of("hello 2 resumed=true", "agent_thinking 2"), connect(first.toString()));
        assertEquals(List.of("hello 2 resumed=true"), connect(first.epoch() + ":2"));
    }

    @Test
    void a_cursor_before_the_log_gets_an_exact_gap() {
        LogPosition first = hub.send("agent_started", "r1").position().orElseThrow();
        for (int i = 0; i < 5; i++) {
            hub.think("r1");
        }
        assertEquals(
                List.of(
                        "hello 6 resumed=false",
                        "gap 2-3 evicted false",
                        "agent_thinking 4",
                        "agent_thinking 5",
                        "agent_thinking 6"),
                connect(first.toString()));
        hub.send("agent_completed", "r1");
        hub.think("r2");
        hub.think("r2");
        hub.think("r2");
        assertEquals("gap 1-7 evicted true", connect(first.epoch() + ":0").get(1));
        assertEquals("gap 6-7 evicted true", connect(first.epoch() + ":5").get(1));
        assertEquals("hello 10 resumed=true", connect(first.epoch() + ":7").get(0));
    }

    @Test
    void a_hole_in_the_middle_is_told_where_it_is() {
        LogPosition first = hub.send("agent_started", "r1").position().orElseThrow();
        for (int i = 0; i < 5; i++) {
            hub.think("r1");
        }
        assertEquals(
                List.of(
                        "hello 6 resumed=false",
                        "agent_started 1",
                        "gap 2-3 evicted false",
                        "agent_thinking 4",
                        "agent_thinking 5",
                        "agent_thinking 6"),
                connect(first.epoch() + ":0"));
        assertEquals(connect(first.epoch() + ":0"), connect("earliest"));
        assertEquals(connect(first.epoch() + ":0"), connect("open"));
    }

    @Test
    void cursors_that_say_nothing_about_this_log_get_a_gap_and_what_is_open() {
        LogPosition first = hub.send("agent_completed", "r0").position().orElseThrow();
        hub.think("r1");
        List<String> open = List.of("agent_thinking 2");
        assertEquals(
                List.of("hello 2 resumed=false", "gap - unknown_cursor true", open.get(0)),
                connect(first.epoch() + ":3"));
        assertEquals("gap - epoch_changed true", connect("other:1").get(1));
        for (String nonsense : List.of("", ":", "x", "a:b", "a:-1", first.epoch() + ":99999999999999999999")) {
            assertEquals("gap - unknown_cursor true", connect(nonsense).get(1), nonsense);
        }
    }

    @Test
    void open_begins_with_the_oldest_open_run() {
        hub.think("r0");
        hub.think("r1");
        hub.think("r2");
        hub.send("agent_completed", "r0");
        assertEquals(
                List.of("hello 4 resumed=false", "agent_thinking 2", "agent_thinking 3", "agent_completed 4"),
                connect("open"));
        hub.send("agent_completed", "r1");
        hub.send("agent_completed", "r2");
        assertEquals(List.of("hello 6 resumed=false"), connect("open"));
    }

    @Test
    void earliest_replays_what_is_retained() {
        for (int i = 0; i < 6; i++) {
            hub.think("r1");
        }
        assertEquals(5, connect("earliest").size());
        assertEquals("agent_thinking 3", connect("earliest").get(1));
    }

    @Test
    void a_freed_log_comes_back_in_another_epoch() {
        LogPosition last = hub.send("agent_completed", "r0").position().orElseThrow();
        hub.pass(Duration.ofMinutes(1));
        assertEquals(0, hub.core.logCount());
        assertEquals(List.of("hello 0 resumed=false", "gap - epoch_changed true"), connect(last.toString()));
    }

    @Test
    void the_greeting_says_where_the_connection_begins() {
        LogPosition first = hub.send("agent_started", "done").position().orElseThrow();
        hub.send("agent_completed", "done");
        hub.send("agent_started", "open");
        assertEquals(
                List.of("4", "3", "1", "2"), List.of(next(null), next("open"), next("earliest"), next(first + "")));
    }

    private String next(String cursor) {
        InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(connection, cursor);
        return connection.received().get(0).field("next").orElseThrow();
    }
}
