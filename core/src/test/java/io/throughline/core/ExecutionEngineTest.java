// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClosedException;
import io.throughline.api.EventType;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionEngineTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserExecutionContext CONTEXT =
            UserExecutionContext.builder(ALICE).threadId(ThreadId.of("t1")).build();

    private final WebSocketManager manager = new WebSocketManager();
    private final WebSocketNotifier notifier = new WebSocketNotifier(manager);
    private final ExecutionEngine engine = new ExecutionEngine(notifier);
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    @BeforeEach
    void connect() {
        manager.addConnection(connection);
    }

    @AfterEach
    void close() {
        engine.close();
        manager.close();
    }

    private static AgentOutcome join(CompletionStage<AgentOutcome> outcome) throws Exception {
        return outcome.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<String> types() {
        return connection.events().stream().map(ReceivedFrame::type).toList();
    }

    @Test
    void an_agent_walks_the_golden_path() throws Exception {
        AgentOutcome outcome = join(engine.execute(CONTEXT, Agent.of("helper", run -> {
            run.thinking("where to look");
            ToolCall call = run.startTool("search", Map.of("query", "x"));
            call.completed(Map.of("hits", 2));
            call.failed("said after the end");
            return Map.of("answer", 42);
        })));
        assertEquals(Map.of("answer", 42), outcome.result());
        assertEquals(EventType.goldenPath().stream().map(EventType::name).toList(), types());
        assertTrue(manager.hub().eventValidator().isGoldenPathComplete(ALICE, outcome.runId()));
        assertEquals(5, notifier.acceptedCount());
        List<ReceivedFrame> events = connection.events();
        assertEquals(Optional.of("t1"), events.get(0).field("thread_id"));
        assertEquals("helper", events.get(0).data().get("agent_name"));
        assertEquals(
                events.get(2).data().get("tool_call_id"), events.get(3).data().get("tool_call_id"));
    }

    @Test
    void an_agent_that_throws_ends_in_failed_and_its_words_stay_inside() throws Exception {
        AgentOutcome outcome = join(engine.execute(CONTEXT, Agent.of("helper", run -> {
            throw new IOException("jdbc:secret");
        })));
        assertEquals(List.of("agent_started", "agent_failed"), types());
        assertTrue(outcome.failure().isPresent());
        assertFalse(connection.events().get(1).text().contains("secret"));
        assertTrue(connection.events().get(1).text().contains("IOException"));
    }

    @Test
    void an_agent_that_dies_of_an_error_ends_in_failed() throws Exception {
        join(engine.execute(CONTEXT, Agent.of("helper", run -> {
            throw new StackOverflowError();
        })));
        assertEquals(List.of("agent_started", "agent_failed"), types());
    }

    @Test
    void a_result_that_has_no_json_form_ends_in_failed() throws Exception {
        join(engine.execute(CONTEXT, Agent.of("helper", run -> Map.of("x", Double.NaN))));
        assertEquals(List.of("agent_started", "agent_failed"), types());
        AgentOutcome outcome = join(engine.execute(CONTEXT, Agent.of("helper", run -> Map.of("x", new Object()))));
        assertEquals(List.of("agent_started", "agent_failed", "agent_started", "agent_failed"), types());
        assertTrue(outcome.failure().isPresent());
    }

    @Test
    void an_agent_is_not_disturbed_by_what_cannot_be_sent() throws Exception {
        AgentOutcome outcome = join(engine.execute(CONTEXT, Agent.of("helper", run -> {
            run.thinking(null);
            run.startTool(" ", Map.of()).completed(Map.of("x", Double.NaN));
            run.thinking("x".repeat(400_000));
            manager.close();
            run.thinking("nobody hears this");
            return Map.of();
        })));
        assertTrue(outcome.failure().isPresent());
        assertEquals(5, engine.unsendableCount());
        assertTrue(notifier.failedCount() >= 4);
    }

    @Test
    void a_start_whose_data_cannot_be_sent_is_sent_without_it() throws Exception {
        join(engine.execute(CONTEXT, new Agent() {
            @Override
            public String name() {
                return "helper";
            }

            @Override
            public Map<String, Object> startedData() {
                throw new IllegalStateException("no data");
            }

            @Override
            public Map<String, Object> execute(AgentRun run) {
                return Map.of();
            }
        }));
        assertEquals(List.of("agent_started", "agent_completed"), types());
        assertEquals(Map.of("agent_name", "helper"), connection.events().get(0).data());
    }

    @Test
    void an_agent_that_finds_no_thread_for_itself_has_failed_like_any_other() throws Exception {
        join(engine.execute(CONTEXT, Agent.of("helper", run -> {
            throw new RejectedExecutionException("its own");
        })));
        assertTrue(connection.events().get(1).text().contains("The agent failed: RejectedExecutionException."));
    }

    @Test
    void an_engine_that_is_full_tells_the_user_so() throws Exception {
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutionEngine small = new ExecutionEngine(notifier, one)) {
            CompletionStage<AgentOutcome> first = small.execute(CONTEXT, Agent.of("helper", run -> {
                release.await();
                return Map.of();
            }));
            AgentOutcome second = join(small.execute(CONTEXT, Agent.of("helper", run -> Map.of())));
            assertTrue(second.failure().isPresent());
            release.countDown();
            assertTrue(join(first).failure().isEmpty());
            assertEquals(1, types().stream().filter("agent_failed"::equals).count());
        }
    }

    @Test
    void closing_cancels_what_runs() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletionStage<AgentOutcome> outcome = engine.execute(CONTEXT, Agent.of("helper", run -> {
            running.countDown();
            new CountDownLatch(1).await();
            return Map.of();
        }));
        assertTrue(running.await(30, TimeUnit.SECONDS));
        engine.close();
        assertEquals(List.of("agent_started", "agent_cancelled"), types());
        assertTrue(join(outcome).failure().isPresent());
        assertThrows(ClosedException.class, () -> engine.execute(CONTEXT, Agent.of("x", run -> Map.of())));
    }

    @Test
    void closing_cancels_what_waits() throws Exception {
        ExecutionEngine narrow = new ExecutionEngine(notifier, Executors.newSingleThreadExecutor());
        CountDownLatch running = new CountDownLatch(1);
        CompletionStage<AgentOutcome> first = narrow.execute(CONTEXT, Agent.of("helper", run -> {
            running.countDown();
            new CountDownLatch(1).await();
            return Map.of();
        }));
        assertTrue(running.await(30, TimeUnit.SECONDS));
        CompletionStage<AgentOutcome> second = narrow.execute(CONTEXT, Agent.of("helper", run -> Map.of()));
        narrow.close();
        assertTrue(join(first).failure().isPresent());
        assertTrue(join(second).failure().isPresent());
        List<String> ends = connection.events().stream()
                .filter(event -> event.type().equals("agent_cancelled"))
                .map(event -> event.field("run_id").orElseThrow())
                .sorted()
                .toList();
        assertEquals(
                Stream.of(join(first), join(second))
                        .map(outcome -> outcome.runId().value())
                        .sorted()
                        .toList(),
                ends);
    }
}
