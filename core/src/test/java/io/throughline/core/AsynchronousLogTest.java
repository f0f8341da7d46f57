// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.CloseReason;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A log whose appends complete later, each when the test lets it, and some of which fail. */
class AsynchronousLogTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final RunId RUN = RunId.of("r");

    private final Queue<Runnable> asked = new ArrayDeque<>();
    private final Set<Integer> failing = new HashSet<>();
    private final RemoteLogs engine = new RemoteLogs(asked::add, record -> failing.remove(0));
    private final Hub hub = Hub.builder().eventLogs(engine.node()).build();
    private final WebSocketManager manager = hub.manager();
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    private void letAll() {
        while (!asked.isEmpty()) {
            asked.remove().run();
        }
    }

    private void letNext() {
        asked.remove().run();
    }

    private void failNext() {
        failing.add(0);
        letNext();
    }

    private InMemoryConnection connected() {
        hub.connect(connection, ConnectOptions.live());
        letAll();
        return connection;
    }

    private CompletableFuture<SendResult> send(String type) {
        Map<String, Object> data = Map.of("agent_name", "a", "thought", "t", "result", 1, "tool_name", "x");
        return manager.sendAgentEvent(
                        ALICE,
                        AgentEvent.builder(EventType.of(type))
                                .runId(RUN)
                                .data(data)
                                .build())
                .toCompletableFuture();
    }

    private static long seq(CompletableFuture<SendResult> sent) {
        return sent.join().position().orElseThrow().seq();
    }

    private List<String> types() {
        return connection.received().stream().map(ReceivedFrame::type).toList();
    }

    @Test
    void a_send_completes_and_is_delivered_when_its_append_does() {
        connected();
        CompletableFuture<SendResult> sent = send("agent_started");
        assertFalse(sent.isDone());
        assertEquals(List.of("hello"), types());
        letNext();
        assertEquals(1, seq(sent));
        assertEquals(1, sent.join().connectionCount());
        assertEquals(List.of("hello", "agent_started"), types());
    }

    @Test
    void events_stand_in_the_order_of_the_calls_one_append_at_a_time() {
        connected();
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(send("agent_thinking"));
            assertEquals(1, asked.size(), "one append at a time");
        }
        letAll();
        for (int i = 0; i < 100; i++) {
            assertEquals(i + 1, seq(sent.get(i)));
        }
        assertEquals(101, types().size());
    }

    @Test
    void a_failed_append_is_a_refusal_and_harms_nobody() {
        connected();
        CompletableFuture<SendResult> first = send("agent_thinking");
        CompletableFuture<SendResult> second = send("agent_thinking");
        failNext();
        letAll();
        assertEquals(ErrorIds.APPEND_FAILED, first.join().refusal().orElseThrow());
        assertTrue(first.join().toString().contains("the engine did not answer"));
        assertEquals(1, seq(second));
        assertEquals(List.of("hello", "agent_thinking"), types());
        assertEquals(1, hub.statistics().counter("events_refused"));
    }

    @Test
    void a_run_ends_with_the_append_of_its_terminal_event_and_not_before() {
        CompletableFuture<SendResult> failed = send("agent_completed");
        CompletableFuture<SendResult> between = send("agent_thinking");
        CompletableFuture<SendResult> ended = send("agent_completed");
        CompletableFuture<SendResult> after = send("agent_thinking");
        letNext();
        failNext();
        letAll();
        assertEquals(ErrorIds.APPEND_FAILED, failed.join().refusal().orElseThrow());
        assertEquals(1, seq(between));
        assertEquals(2, seq(ended));
        assertEquals(ErrorIds.RUN_ENDED, after.join().refusal().orElseThrow());
    }

    @Test
    void a_call_of_a_tool_is_known_to_its_completion_that_was_sent_while_it_waited() {
        connected();
        CompletableFuture<SendResult> executing = send("tool_executing");
        CompletableFuture<SendResult> completed = send("tool_completed");
        CompletableFuture<SendResult> again = send("tool_completed");
        letAll();
        assertEquals(List.of(1L, 2L, 3L), List.of(seq(executing), seq(completed), seq(again)));
        List<String> calls = connection.events().stream()
                .map(frame -> String.valueOf(frame.data().get("tool_call_id")))
                .toList();
        assertEquals(calls.get(0), calls.get(1));
        assertFalse(calls.get(0).equals(calls.get(2)), "a call comes back once");
    }

    @Test
    void a_call_whose_completion_failed_is_still_open() {
        connected();
        CompletableFuture<SendResult> executing = send("tool_executing");
        CompletableFuture<SendResult> failed = send("tool_completed");
        letNext();
        failNext();
        CompletableFuture<SendResult> completed = send("tool_completed");
        letAll();
        assertEquals(List.of(1L, 2L), List.of(seq(executing), seq(completed)));
        assertFalse(failed.join().isAccepted());
        List<String> calls = connection.events().stream()
                .map(frame -> String.valueOf(frame.data().get("tool_call_id")))
                .toList();
        assertEquals(2, calls.size());
        assertEquals(calls.get(0), calls.get(1));
    }

    @Test
    void a_log_that_answers_nothing_holds_a_bounded_number_of_events() {
        connected();
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            sent.add(send("agent_thinking"));
        }
        assertEquals(99, sent.stream().filter(CompletableFuture::isDone).count());
        assertEquals(ErrorIds.APPEND_FAILED, sent.get(1_099).join().refusal().orElseThrow());
        letAll();
        assertEquals(1_001, seq(sent.get(1_000)));
        CompletableFuture<SendResult> later = send("agent_thinking");
        letAll();
        assertEquals(1_002, seq(later));
    }

    @Test
    void what_follows_a_send_may_wait_for_the_next() {
        connected();
        CompletableFuture<SendResult> first = send("agent_thinking");
        CompletableFuture<SendResult> second = send("agent_thinking");
        CompletableFuture<Long> seen = first.thenApply(result -> seq(second));
        letNext();
        letNext();
        assertEquals(2, seen.join());
    }

    @Test
    void a_connection_is_greeted_when_its_log_is_ready() {
        hub.connect(connection, ConnectOptions.live());
        CompletableFuture<SendResult> sent = send("agent_started");
        assertEquals(List.of(), types());
        letAll();
        assertEquals(1, seq(sent));
        assertEquals("hello", types().get(0));
    }

    @Test
    void a_node_delivers_what_another_node_appended() {
        try (Hub other = Hub.builder().eventLogs(engine.node()).build()) {
            connected();
            InMemoryConnection there = InMemoryConnection.open(ALICE);
            other.connect(there, ConnectOptions.live());
            letAll();
            CompletableFuture<SendResult> sent = send("agent_started");
            letAll();
            assertEquals(1, seq(sent));
            assertEquals(1, connection.events().size());
            assertEquals(
                    connection.events().get(0).text(), there.events().get(0).text());
        }
    }

    @Test
    void a_log_with_an_append_under_way_is_not_freed() {
        try (Hub quick = Hub.builder()
                .eventLogs(engine.node())
                .idleLogRetention(Duration.ZERO)
                .build()) {
            CompletableFuture<SendResult> sent = quick.manager()
                    .sendAgentCompleted(ALICE, Map.of("x", 1), RUN)
                    .toCompletableFuture();
            assertEquals(1, quick.getLogCount());
            letAll();
            assertEquals(1, seq(sent));
            assertEquals(0, quick.getLogCount());
        }
    }

    @Test
    void a_log_that_cannot_be_opened_refuses_sends_and_closes_connections_until_it_can() {
        List<String> attempts = new ArrayList<>();
        Hub failed = Hub.builder()
                .eventLogs((user, observer) -> {
                    attempts.add(user.value());
                    if (attempts.size() <= 2) {
                        throw new IllegalStateException("no engine");
                    }
                    return engine.node().open(user, observer);
                })
                .build();
        try (failed) {
            SendResult refused = failed.manager()
                    .sendAgentCompleted(ALICE, Map.of("x", 1), RUN)
                    .toCompletableFuture()
                    .join();
            assertEquals(ErrorIds.APPEND_FAILED, refused.refusal().orElseThrow());
            failed.connect(connection, ConnectOptions.live());
            assertEquals(CloseReason.INTERNAL, connection.closeReason().orElseThrow());
            assertEquals(0, failed.getLogCount());
            CompletableFuture<SendResult> sent = failed.manager()
                    .sendAgentCompleted(ALICE, Map.of("x", 1), RUN)
                    .toCompletableFuture();
            letAll();
            assertEquals(1, seq(sent));
        }
    }

    @Test
    void what_a_sender_changes_while_its_event_waits_is_seen_by_nobody() {
        List<String> hits = new ArrayList<>(List.of("first"));
        Object result = new Object() {
            @Override
            public String toString() {
                return hits.remove(0);
            }
        };
        try (Hub mapping = Hub.builder()
                .eventLogs(engine.node())
                .valueMapper(Object::toString)
                .build()) {
            mapping.connect(connection, ConnectOptions.live());
            letAll();
            var executing = mapping.manager().sendToolExecuting(ALICE, "x", RUN);
            var completed = mapping.manager().sendToolCompleted(ALICE, Map.of("hits", List.of(result)), RUN);
            letAll();
            assertTrue(executing.toCompletableFuture().join().isAccepted());
            assertTrue(completed
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join()
                    .isAccepted());
            assertTrue(connection.events().get(1).text().contains("{\"hits\":[\"first\"]}"));
        }
    }
}
