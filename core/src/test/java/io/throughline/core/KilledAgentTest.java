// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However an agent dies, and wherever it stands: its run ends once, its open calls first, and no run stays open. */
class KilledAgentTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserExecutionContext CONTEXT = UserExecutionContext.of(ALICE);

    /** Where an agent stands when it dies. */
    @SuppressWarnings("ImmutableEnumChecker") // they hold no state
    enum State {
        STARTED(run -> {}),
        THINKING(run -> run.thinking("hm")),
        IN_TOOL(run -> run.startTool("search", Map.of())),
        AFTER_TOOL(run -> run.startTool("search", Map.of()).completed(Map.of("hits", 1))),
        IN_PARALLEL_TOOLS(run -> {
            run.startTool("search", Map.of());
            run.startTool("fetch", Map.of()).completed(Map.of());
            run.startTool("search", Map.of());
        }),
        IN_MESSAGE(run -> {
            MessageStream message = run.startMessage();
            message.append("All ");
            message.append("wi");
        }),
        ENDED(run -> run.completed(Map.of("answer", 42)));

        private final Consumer<AgentRun> way;

        State(Consumer<AgentRun> way) {
            this.way = way;
        }
    }

    /** How an agent dies; what is not in the agent's hands happens when it has come to its state. */
    enum Death {
        EXCEPTION("agent_failed"),
        STACK_OVERFLOW("agent_failed"),
        MISSING_CLASS("agent_failed"),
        ERROR_OF_ITS_OWN("agent_failed"),
        NULL_RESULT("agent_failed"),
        INTERRUPTED("agent_cancelled"),
        EXECUTOR_SHUT_DOWN("agent_cancelled"),
        CANCELLED("agent_cancelled"),
        CANCELLED_AND_DEAF("agent_cancelled"),
        PAST_ITS_DEADLINE("agent_failed"),
        PAST_ITS_DEADLINE_AND_DEAF("agent_failed"),
        SILENT_FOR_TOO_LONG("agent_failed"),
        ENGINE_CLOSED("agent_cancelled"),
        ENGINE_CLOSED_AND_DEAF("agent_cancelled");

        private final String terminal;

        Death(String terminal) {
            this.terminal = terminal;
        }
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Hub hub =
            Hub.builder().clock(now::get).heartbeat(Duration.ofMillis(50)).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final WebSocketNotifier notifier = new WebSocketNotifier(hub.manager());
    private final ExecutionEngine engine = new ExecutionEngine(notifier, threads, Duration.ofMillis(1));
    private final ExecutionEngine narrow =
            new ExecutionEngine(notifier, Executors.newSingleThreadExecutor(), Duration.ofMillis(1));
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void connect() {
        hub.manager().addConnection(connection);
    }

    @AfterEach
    void close() {
        release.countDown();
        engine.close();
        narrow.close();
        hub.close();
    }

    static Stream<Arguments> statesAndDeaths() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(Death.values()).map(death -> Arguments.of(state, death)));
    }

    @ParameterizedTest
    @MethodSource("statesAndDeaths")
    void its_run_ends_once(State state, Death death) throws Exception {
        Agent agent = Agent.of("helper", run -> {
            state.way.accept(run);
            reached.countDown();
            return die(death);
        });
        boolean late = death == Death.PAST_ITS_DEADLINE || death == Death.PAST_ITS_DEADLINE_AND_DEAF;
        AgentExecution execution = late ? startLate(agent) : engine.start(CONTEXT, agent);
        assertTrue(reached.await(30, TimeUnit.SECONDS));
        kill(death, execution);
        Await.until(
                () -> "no run is open, but " + hub.statistics(),
                () -> hub.statistics().openRuns() == 0);
        if (death == Death.SILENT_FOR_TOO_LONG) {
            release.countDown();
        }

        AgentOutcome outcome = execution.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(state != State.ENDED, outcome.failure().isPresent());
        Await.until(
                "the end is delivered",
                () -> connection.events().stream().anyMatch(event -> RunStories.TERMINALS.contains(event.type())));
        RunStories.assertEnds(state == State.ENDED ? "agent_completed" : death.terminal, connection.events());
    }

    /** The deadline passes by the system's clock, but never before the agent is where it is to be. */
    private AgentExecution startLate(Agent agent) throws InterruptedException {
        AgentExecution execution = engine.start(CONTEXT, agent);
        assertTrue(reached.await(30, TimeUnit.SECONDS));
        execution.overdue(Duration.ofMillis(1));
        return execution;
    }

    private Map<String, Object> die(Death death) throws Exception {
        return switch (death) {
            case EXCEPTION -> throw new IllegalStateException("a bug");
            case STACK_OVERFLOW -> Map.of("depth", recurse(0));
            case MISSING_CLASS -> throw new NoClassDefFoundError("some/Missing");
            case ERROR_OF_ITS_OWN -> throw new AssertionError("no");
            case NULL_RESULT -> nothing();
            case INTERRUPTED, EXECUTOR_SHUT_DOWN, CANCELLED, PAST_ITS_DEADLINE, ENGINE_CLOSED -> {
                if (death == Death.INTERRUPTED) {
                    Thread.currentThread().interrupt();
                }
                new CountDownLatch(1).await();
                yield Map.of();
            }
            case CANCELLED_AND_DEAF, PAST_ITS_DEADLINE_AND_DEAF, SILENT_FOR_TOO_LONG, ENGINE_CLOSED_AND_DEAF -> {
                awaitDeaf(release);
                yield Map.of();
            }
        };
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int recurse(int depth) {
        return recurse(depth + 1) + recurse(depth + 2);
    }

    @SuppressWarnings("NullAway") // what careless agents do
    private static Map<String, Object> nothing() {
        return null;
    }

    private static void awaitDeaf(CountDownLatch latch) {
        boolean back = false;
        while (!back) {
            try {
                latch.await();
                back = true;
            } catch (InterruptedException e) {
                // deaf
            }
        }
    }

    private void kill(Death death, AgentExecution execution) {
        switch (death) {
            case EXECUTOR_SHUT_DOWN -> threads.shutdownNow();
            case CANCELLED, CANCELLED_AND_DEAF -> execution.cancel("You stopped it.");
            case ENGINE_CLOSED, ENGINE_CLOSED_AND_DEAF -> engine.close();
            case SILENT_FOR_TOO_LONG -> now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            default -> {}
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Death.class,
            names = {"CANCELLED", "SILENT_FOR_TOO_LONG", "ENGINE_CLOSED"})
    void an_agent_that_waits_for_a_thread_ends_once(Death death) throws Exception {
        UserExecutionContext bob = UserExecutionContext.of(UserId.of("bob"));
        narrow.start(bob, Agent.of("first", run -> {
            reached.countDown();
            awaitDeaf(release);
            return Map.of();
        }));
        assertTrue(reached.await(30, TimeUnit.SECONDS));
        List<String> ran = new ArrayList<>();
        AgentExecution waiting = narrow.start(CONTEXT, Agent.of("second", run -> {
            ran.add("second");
            return Map.of();
        }));
        if (death == Death.ENGINE_CLOSED) {
            narrow.close();
        } else {
            kill(death, waiting);
        }
        Await.until("no run is open", () -> connection.events().size() == 2);
        RunStories.assertEnds(death.terminal, connection.events());
        release.countDown();
        assertTrue(waiting.outcome()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .failure()
                .isPresent());
        if (death != Death.SILENT_FOR_TOO_LONG) {
            assertEquals(List.of(), ran);
        }
    }

    @Test
    void an_agent_whose_words_of_itself_cannot_be_had_runs_all_the_same() throws Exception {
        AgentExecution execution = engine.start(CONTEXT, new Agent() {
            @Override
            public String name() {
                throw new NoClassDefFoundError("some/Missing");
            }

            @Override
            public Map<String, Object> execute(AgentRun run) {
                return Map.of();
            }
        });
        execution.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        RunStories.assertEnds("agent_completed", connection.events());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void a_run_of_the_callers_own_ends_with_its_block(State state) {
        assertThrows(IllegalStateException.class, () -> {
            try (AgentRun run = AgentRun.begin(hub.manager(), CONTEXT, "helper")) {
                state.way.accept(run);
                throw new IllegalStateException("a bug");
            }
        });
        RunStories.assertEnds(state == State.ENDED ? "agent_completed" : "agent_failed", connection.events());
        List<ReceivedFrame> events = connection.events();
        assertEquals(state != State.ENDED, events.get(events.size() - 1).text().contains("\"ended_without_result\""));
        assertEquals(0, hub.statistics().openRuns());
    }

    @Test
    void a_deadline_passes_by_itself() throws Exception {
        AgentExecution execution = engine.start(
                CONTEXT,
                Agent.of("helper", run -> {
                    new CountDownLatch(1).await();
                    return Map.of();
                }),
                Duration.ofMillis(1));
        AgentOutcome outcome = execution.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertTrue(outcome.failure().isPresent());
        RunStories.assertEnds("agent_failed", connection.events());
        assertTrue(connection.events().get(1).text().contains("\"deadline_exceeded\""));
    }
}
