// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.api.spi.LogRecord.RunEffect;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails around an agent never disturbs it; what it said is delivered as far as it can be. */
class GracefulDegradationTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserExecutionContext CONTEXT = UserExecutionContext.of(ALICE);

    /** An object of the application's own. */
    private record Poison() {}

    private static final Agent AGENT = Agent.of("helper", run -> {
        run.thinking("where to look");
        try (ToolCall call = run.startTool("search", Map.of("query", "x"))) {
            call.completed(Map.of("hits", 2));
        }
        MessageStream message = run.startMessage();
        message.append("4");
        message.append("2");
        message.completed("42");
        return Map.of("answer", 42);
    });

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final FaultyLogs logs = new FaultyLogs();
    private final HubBuilder builder =
            Hub.builder().clock(now::get).heartbeat(Duration.ofMillis(50)).eventLogs(logs);
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);
    private @Nullable Hub hub;

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
    }

    private WebSocketNotifier notifier() {
        Hub made = builder.build();
        hub = made;
        made.manager().addConnection(connection);
        return new WebSocketNotifier(made.manager());
    }

    private static AgentOutcome run(WebSocketNotifier notifier, Agent agent) throws Exception {
        try (ExecutionEngine engine = new ExecutionEngine(notifier)) {
            return engine.execute(CONTEXT, agent).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private HubStatistics statistics() {
        return Objects.requireNonNull(hub).statistics();
    }

    private List<String> types() {
        return connection.events().stream().map(ReceivedFrame::type).toList();
    }

    @ParameterizedTest
    @EnumSource(FaultyLogs.Fault.class)
    void a_log_that_takes_nothing_disturbs_no_agent(FaultyLogs.Fault fault) throws Exception {
        WebSocketNotifier notifier = notifier();
        logs.fail(fault, record -> true);
        AgentOutcome outcome = run(notifier, AGENT);
        boolean sound = fault == FaultyLogs.Fault.NONE;
        assertEquals(sound, outcome.failure().isEmpty());
        assertEquals(sound ? 8 : 0, types().size());
        assertEquals(0, statistics().openRuns());
        assertEquals(sound ? 0 : 9, statistics().counter("events_refused"), "all eight, and the end once more");
        assertEquals(statistics().counter("events_refused"), notifier.failedCount());
    }

    @ParameterizedTest
    @EnumSource(FaultyLogs.Fault.class)
    void a_run_whose_end_the_log_did_not_take_is_ended_when_it_does_again(FaultyLogs.Fault fault) throws Exception {
        WebSocketNotifier notifier = notifier();
        logs.fail(fault, record -> record.runEffect() == RunEffect.END);
        run(notifier, AGENT);
        logs.recover();
        if (fault != FaultyLogs.Fault.NONE) {
            assertEquals(1, statistics().openRuns());
            assertEquals(7, types().size());
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
            Await.until("the run is ended", () -> types().size() == 8);
            assertTrue(connection.events().get(7).text().contains("\"end_not_recorded\""));
        }
        assertEquals(0, statistics().openRuns());
        RunStories.assertEnds(fault == FaultyLogs.Fault.NONE ? "agent_completed" : "agent_failed", connection.events());
    }

    @ParameterizedTest
    @EnumSource(FaultyLogs.Fault.class)
    void a_run_some_of_whose_events_are_lost_ends_all_the_same(FaultyLogs.Fault fault) throws Exception {
        WebSocketNotifier notifier = notifier();
        logs.fail(fault, record -> record.frame().withSeq(1).text().contains("\"hits\""));
        AgentOutcome outcome = run(notifier, AGENT);
        assertTrue(outcome.failure().isEmpty());
        RunStories.assertEnds("agent_completed", connection.events());
        assertEquals(8, types().size(), "the hub closes the call whose end was lost");
    }

    static Stream<Function<Object, @Nullable Object>> brokenMappers() {
        return Stream.of(
                value -> {
                    throw new IllegalStateException("a bug");
                },
                value -> {
                    throw new NoClassDefFoundError("some/Missing");
                },
                value -> List.of(value));
    }

    @ParameterizedTest
    @MethodSource("brokenMappers")
    void a_value_mapper_that_fails_costs_what_it_was_to_map(Function<Object, @Nullable Object> mapper)
            throws Exception {
        builder.valueMapper(mapper);
        WebSocketNotifier notifier = notifier();
        AgentOutcome outcome = run(notifier, Agent.of("helper", run -> {
            run.startTool("search", Map.of("query", new Poison())).completed(Map.of("hits", new Poison()));
            run.thinking("and on");
            return Map.of("answer", 42);
        }));
        assertTrue(outcome.failure().isEmpty());
        assertEquals(
                List.of("agent_started", "tool_executing", "tool_completed", "agent_thinking", "agent_completed"),
                types());
        RunStories.assertEnds("agent_completed", connection.events());
        assertEquals(2, notifier.failedCount());
    }

    @Test
    void a_listener_that_throws_keeps_nothing_back() throws Exception {
        builder.listener(new DeliveryListener() {
            @Override
            public void onEvent(UserId userId, AgentEvent event, SendResult result) {
                throw new StackOverflowError();
            }

            @Override
            public void onOutOfOrder(UserId userId, AgentEvent event, ErrorId disorder) {
                throw new IllegalStateException("a bug");
            }
        });
        WebSocketNotifier notifier = notifier();
        assertTrue(run(notifier, AGENT).failure().isEmpty());
        RunStories.assertEnds("agent_completed", connection.events());
        assertEquals(8, statistics().counter("listener_failures"));
    }

    @Test
    void a_socket_that_fails_or_never_takes_anything_holds_nobody_up() throws Exception {
        WebSocketNotifier notifier = notifier();
        InMemoryConnection throwing = InMemoryConnection.open(ALICE);
        throwing.throwOnWrite(new IllegalStateException("a bug"));
        InMemoryConnection failing = InMemoryConnection.open(ALICE);
        failing.failWrites(new IOException("gone"));
        InMemoryConnection frozen = InMemoryConnection.open(ALICE);
        frozen.pause();
        for (InMemoryConnection bad : List.of(throwing, failing, frozen)) {
            Objects.requireNonNull(hub).manager().addConnection(bad);
        }
        assertTrue(run(notifier, AGENT).failure().isEmpty());
        RunStories.assertEnds("agent_completed", connection.events());
        assertEquals(List.of(), frozen.received());
        frozen.resume();
        RunStories.assertEnds("agent_completed", frozen.events());
    }
}
