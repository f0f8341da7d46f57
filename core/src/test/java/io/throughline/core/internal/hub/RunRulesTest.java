// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.core.internal.count.Counter;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRulesTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final List<ErrorId> told = new ArrayList<>();
    private final DeliveryListener listener = new DeliveryListener() {
        @Override
        public void onOutOfOrder(UserId userId, AgentEvent event, ErrorId disorder) {
            told.add(disorder);
        }
    };
    private final TestHub lenient = new TestHub(new RunSettings(false, TIMEOUT), listener);
    private final TestHub strict = new TestHub(new RunSettings(true, TIMEOUT), listener);
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    private List<String> types() {
        return connection.events().stream().map(ReceivedFrame::type).toList();
    }

    private ReceivedFrame last() {
        List<ReceivedFrame> events = connection.events();
        return events.get(events.size() - 1);
    }

    private void assertDisorder(ErrorId disorder, Counter counter, String type, String run, Map<String, ?> data) {
        SendResult refused = strict.send(type, run, data);
        assertEquals(Optional.of(disorder), refused.refusal());
        assertEquals(1, strict.core.counters().value(counter));
        told.clear();
        assertTrue(lenient.send(type, run, data).isAccepted());
        assertEquals(List.of(disorder), told);
        assertEquals(1, lenient.core.counters().value(counter));
    }

    private void both(String type, Map<String, ?> data) {
        assertTrue(strict.send(type, "r1", data).isAccepted());
        assertTrue(lenient.send(type, "r1", data).isAccepted());
    }

    @Test
    void what_is_out_of_order_is_delivered_and_counted_or_refused_where_the_hub_is_strict() {
        Map<String, String> call = Map.of("tool_call_id", "c1");
        Map<String, String> message = Map.of("message_id", "m1", "delta", "d", "text", "t");
        assertDisorder(ErrorIds.RUN_NOT_STARTED, Counter.EVENTS_BEFORE_START, "agent_thinking", "r2", Map.of());
        both("agent_started", Map.of());
        assertDisorder(ErrorIds.RUN_STARTED_TWICE, Counter.RUNS_STARTED_TWICE, "agent_started", "r1", Map.of());
        assertDisorder(ErrorIds.TOOL_CALL_NOT_OPEN, Counter.TOOL_CALLS_NOT_OPEN, "tool_completed", "r1", call);
        both("tool_executing", call);
        assertDisorder(ErrorIds.TOOL_CALL_OPEN, Counter.TOOL_CALLS_OPEN_ALREADY, "tool_executing", "r1", call);
        both("message_delta", message);
        both("message_completed", message);
        assertDisorder(ErrorIds.MESSAGE_ENDED, Counter.MESSAGES_CONTINUED, "message_delta", "r1", message);
    }

    @Test
    void a_terminal_closes_open_calls_first_in_both_kinds_of_hubs() {
        for (TestHub hub : List.of(lenient, strict)) {
            InMemoryConnection client = InMemoryConnection.open(TestHub.ALICE);
            hub.connect(client, null);
            hub.send("agent_started", "r1");
            hub.send("tool_executing", "r1", Map.of("tool_call_id", "c1", "tool_name", "search"));
            hub.send("tool_executing", "r1", Map.of("tool_call_id", "c2", "tool_name", "fetch"));
            hub.pass(Duration.ofSeconds(3));
            assertTrue(hub.send("agent_completed", "r1").isAccepted());
            List<ReceivedFrame> events = client.events();
            assertEquals(
                    List.of("tool_completed", "tool_completed", "agent_completed"),
                    events.subList(3, 6).stream().map(ReceivedFrame::type).toList());
            assertEquals(
                    Map.of(
                            "tool_name", "search",
                            "tool_call_id", "c1",
                            "status", "error",
                            "error", "The run ended before the tool came back.",
                            "duration_ms", 3000L),
                    normalised(events.get(3)));
            assertEquals("c2", events.get(4).data().get("tool_call_id"));
            assertEquals(2, hub.core.counters().value(Counter.TOOL_CALLS_CLOSED_BY_HUB));
        }
    }

    private static Map<String, Object> normalised(ReceivedFrame event) {
        Map<String, Object> data = new HashMap<>(event.data());
        data.computeIfPresent("duration_ms", (key, value) -> ((Number) value).longValue());
        return data;
    }

    @Test
    void a_run_that_says_nothing_for_too_long_is_ended_by_the_hub() {
        lenient.connect(connection, null);
        lenient.send("agent_started", "r1", Map.of());
        lenient.send("tool_executing", "r1", Map.of("tool_call_id", "c1"));
        lenient.pass(TIMEOUT.minusMillis(1));
        lenient.think("r1");
        lenient.pass(TIMEOUT.minusMillis(1));
        assertEquals(1, lenient.core.openRunCount());
        lenient.pass(Duration.ofMillis(1));
        assertEquals(
                List.of("agent_started", "tool_executing", "agent_thinking", "tool_completed", "agent_failed"),
                types());
        assertTrue(last().text().contains("\"deadline_exceeded\""));
        assertEquals(0, lenient.core.openRunCount());
        assertEquals(1, lenient.core.counters().value(Counter.RUNS_ENDED_BY_HUB));
        lenient.pass(TIMEOUT);
        assertEquals(5, types().size());
    }

    @Test
    void a_clock_that_is_set_back_ends_no_run_early_or_late() {
        lenient.send("agent_started", "r1");
        lenient.pass(Duration.ofDays(-1));
        lenient.pass(TIMEOUT.minusMillis(1));
        assertEquals(1, lenient.core.openRunCount());
        lenient.pass(Duration.ofMillis(1));
        assertEquals(0, lenient.core.openRunCount());
    }

    @Test
    void an_event_of_the_applications_own_that_names_the_run_keeps_it_alive() {
        lenient.send("agent_started", "r1");
        lenient.pass(TIMEOUT.minusMillis(1));
        lenient.send("percent_done", "r1");
        lenient.pass(TIMEOUT.minusMillis(1));
        assertEquals(1, lenient.core.openRunCount());
    }

    @Test
    void the_run_that_is_silent_for_longest_makes_room_for_one_too_many() {
        lenient.connect(connection, null);
        for (int i = 0; i < OpenRuns.MAX_OPEN_RUNS; i++) {
            lenient.send("agent_started", "r" + i);
            lenient.pass(Duration.ofMillis(1));
        }
        lenient.think("r0");
        lenient.send("tool_executing", "r1", Map.of("tool_call_id", "c1"));
        lenient.pass(Duration.ofMillis(1));
        lenient.think("r2");
        lenient.pass(Duration.ofMillis(1));
        int before = types().size();
        lenient.send("agent_started", "one_too_many");
        assertEquals(OpenRuns.MAX_OPEN_RUNS, lenient.core.openRunCount());
        List<ReceivedFrame> events = connection.events();
        assertEquals(List.of("agent_failed", "agent_started"), types().subList(before, before + 2));
        assertEquals(Optional.of("r3"), events.get(before).field("run_id"));
        assertTrue(events.get(before).text().contains("\"too_many_open_runs\""));
    }

    @Test
    void the_oldest_call_makes_room_for_one_too_many() {
        lenient.connect(connection, null);
        lenient.send("agent_started", "r1");
        for (int i = 0; i <= OpenRun.MAX_OPEN_CALLS; i++) {
            lenient.send("tool_executing", "r1", Map.of("tool_call_id", "c" + i));
        }
        List<ReceivedFrame> events = connection.events();
        ReceivedFrame closed = events.get(events.size() - 2);
        assertEquals("tool_completed", closed.type());
        assertEquals("c0", closed.data().get("tool_call_id"));
        lenient.send("agent_completed", "r1");
        assertEquals(
                OpenRun.MAX_OPEN_CALLS + 1,
                types().stream().filter("tool_completed"::equals).count());
    }

    @Test
    void events_of_the_hub_carry_the_thread_of_their_run() {
        lenient.connect(connection, null);
        lenient.core.send(
                TestHub.ALICE,
                AgentEvent.fromMap("agent_started", Map.of("agent_name", "a", "run_id", "r1", "thread_id", "t1")));
        lenient.pass(TIMEOUT);
        assertEquals(Optional.of("t1"), last().field("thread_id"));
    }

    @Test
    void events_of_the_hub_know_no_bound_of_size() {
        Map<String, String> longNames = Map.of("tool_name", "n".repeat(9_600), "tool_call_id", "c1");
        lenient.connect(connection, null);
        lenient.send("agent_started", "r1");
        assertTrue(lenient.send("tool_executing", "r1", longNames).isAccepted());
        lenient.pass(TIMEOUT);
        assertEquals(List.of("agent_started", "tool_executing", "tool_completed", "agent_failed"), types());
        assertTrue(connection.events().get(2).text().length() > 9_800);
        assertEquals(0, lenient.core.openRunCount());
    }
}
