// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentRunTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserExecutionContext CONTEXT = UserExecutionContext.builder(ALICE)
            .threadId(ThreadId.of("t1"))
            .runId(RunId.of("r1"))
            .build();

    private final Hub hub = Hub.builder().strictRuns(true).build();
    private final WebSocketNotifier notifier = new WebSocketNotifier(hub.manager());
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    @BeforeEach
    void connect() {
        hub.manager().addConnection(connection);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private List<String> types() {
        return connection.events().stream().map(ReceivedFrame::type).toList();
    }

    private ReceivedFrame last() {
        List<ReceivedFrame> events = connection.events();
        return events.get(events.size() - 1);
    }

    @Test
    void a_caller_runs_its_agent_in_a_block() {
        try (AgentRun run = notifier.startRun(CONTEXT, "librarian", Map.of("question", "why?"))) {
            run.thinking("hm");
            try (ToolCall call = run.startTool("search", Map.of("query", "why"))) {
                call.completed(Map.of("hits", 2));
            }
            run.completed(Map.of("answer", 42));
        }
        assertEquals(EventType.goldenPath().stream().map(EventType::name).toList(), types());
        ReceivedFrame started = connection.events().get(0);
        assertEquals(Map.of("agent_name", "librarian", "question", "why?"), started.data());
        assertEquals(Optional.of("r1"), started.field("run_id"));
        assertEquals(Optional.of("t1"), started.field("thread_id"));
        assertEquals(0, notifier.failedCount() + notifier.ignoredCount());
    }

    @Test
    void an_answer_grows_piece_by_piece() {
        try (AgentRun run = notifier.startRun(CONTEXT, "librarian")) {
            MessageStream first = run.startMessage();
            MessageStream second = run.startMessage();
            first.append("Al");
            second.append("x");
            first.append("l");
            first.completed("All");
            first.append("too late");
            first.completed("too late");
            run.completed(Map.of());
            assertEquals(
                    List.of(first.id(), second.id(), first.id(), first.id()),
                    connection.events().subList(1, 5).stream()
                            .map(event -> event.data().get("message_id"))
                            .toList());
        }
        assertEquals(
                List.of(
                        "agent_started",
                        "message_delta",
                        "message_delta",
                        "message_delta",
                        "message_completed",
                        "agent_completed"),
                types());
        assertEquals(2, notifier.ignoredCount());
    }

    @Test
    void parallel_calls_are_told_apart_and_a_call_without_an_end_has_failed() {
        try (AgentRun run = notifier.startRun(CONTEXT, "librarian")) {
            try (ToolCall first = run.startTool("search", Map.of());
                    ToolCall second = run.startTool("search", Map.of())) {
                second.completed(Map.of("hits", 1));
                assertFalse(first.id().equals(second.id()));
            }
            run.completed(Map.of());
        }
        List<Object> statuses = connection.events().stream()
                .filter(event -> event.type().equals("tool_completed"))
                .map(event -> event.data().get("status"))
                .toList();
        assertEquals(List.of("ok", "error"), statuses);
        RunStories.assertEnds("agent_completed", connection.events());
    }

    @Test
    void what_follows_the_end_is_counted_and_not_sent() {
        AgentRun run = notifier.startRun(CONTEXT, "librarian");
        MessageStream message = run.startMessage();
        ToolCall call = run.startTool("search", Map.of());
        run.failed("quota_exceeded", "No more today.");
        assertTrue(run.isEnded());
        run.thinking("late");
        call.completed(Map.of());
        message.append("late");
        run.startTool("late", Map.of()).completed(Map.of());
        run.completed(Map.of());
        run.cancelled("late");
        run.close();
        assertEquals(7, notifier.ignoredCount());
        RunStories.assertEnds("agent_failed", connection.events());
        assertEquals(
                Map.of("code", "quota_exceeded", "message", "No more today."),
                last().data().get("error"));
        assertTrue(run.outcome().toCompletableFuture().join().failure().isPresent());
    }

    @Test
    void an_end_that_cannot_be_sent_is_made_up_for() {
        for (Runnable end : List.<Runnable>of(
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").completed(Map.of("x", new Object())),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").completed(Map.of("x", Double.NaN)),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").completed(null),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").failed(null, null),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").failed("x", "long".repeat(100_000)),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").failed(null),
                () -> notifier.startRun(UserExecutionContext.of(ALICE), "a").cancelled(null))) {
            end.run();
            assertEquals("agent_failed", last().type());
            assertEquals(0, hub.statistics().openRuns());
        }
    }

    @Test
    void a_tools_result_that_cannot_be_sent_fails_the_call() {
        try (AgentRun run = notifier.startRun(CONTEXT, "librarian")) {
            run.startTool("search", Map.of()).completed(Map.of("x", new Object()));
            assertEquals("tool_completed", last().type());
            assertEquals("error", last().data().get("status"));
            run.completed(Map.of());
        }
    }

    @Test
    void a_run_that_the_hub_has_ended_learns_it_at_its_next_word() {
        AgentRun run = notifier.startRun(CONTEXT, "librarian");
        hub.core().failOpenRuns("server_restart", "The server restarts.");
        run.thinking("is anybody there?");
        assertTrue(run.isEnded());
        assertTrue(run.outcome().toCompletableFuture().join().failure().isPresent());
        run.completed(Map.of());
        assertEquals(List.of("agent_started", "agent_failed"), types());
    }

    @Test
    void a_run_whose_manager_is_closed_harms_nobody() {
        hub.close();
        AgentRun run = notifier.startRun(CONTEXT, "librarian");
        run.thinking("hm");
        run.startTool("search", Map.of()).failed("no");
        run.close();
        assertTrue(run.outcome().toCompletableFuture().join().failure().isPresent());
        assertTrue(notifier.failedCount() > 0);
    }
}
