// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools, thoughts, answers and four kinds of ends of one run, all at once: exactly one end, after everything else. */
class RunRacesTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final int ROUNDS =
            System.getProperty("throughline.budget", "short").equals("full") ? 1_000 : 200;
    private static final int SPEAKERS = 3;
    private static final int ENDS = 4;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(SPEAKERS + ENDS);
    private static final ExecutorService ENGINE = Executors.newFixedThreadPool(2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
        ENGINE.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void a_run_ends_once_whoever_comes_first(boolean strict, boolean remote) throws Exception {
        HubBuilder builder = Hub.builder()
                .strictRuns(strict)
                .clock(now::get)
                .heartbeat(Duration.ofMillis(50))
                .writeTimeout(Duration.ofDays(1))
                .runIdleTimeout(Duration.ofMinutes(10));
        if (remote) {
            builder.eventLogs(new RemoteLogs(ENGINE, record -> false).node());
        }
        try (Hub hub = builder.build()) {
            InMemoryConnection connection = InMemoryConnection.open(ALICE);
            hub.connect(connection, ConnectOptions.live());
            Await.until("the client is greeted", () -> !connection.received().isEmpty());
            WebSocketNotifier notifier = new WebSocketNotifier(hub.manager());
            for (int round = 0; round < ROUNDS; round++) {
                race(hub, notifier, connection, RunId.of("r" + round));
            }
            Map<String, List<ReceivedFrame>> stories = connection.events().stream()
                    .collect(groupingBy(event -> event.field("run_id").orElseThrow()));
            assertEquals(ROUNDS, stories.size());
            stories.values().forEach(RunStories::assertEnds);
        }
    }

    private void race(Hub hub, WebSocketNotifier notifier, InMemoryConnection connection, RunId id) throws Exception {
        int before = connection.events().size();
        UserExecutionContext context =
                UserExecutionContext.builder(ALICE).runId(id).build();
        AgentRun run = notifier.startRun(context, "helper");
        CyclicBarrier start = new CyclicBarrier(SPEAKERS + ENDS);
        List<Future<?>> all = new ArrayList<>();
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            all.add(THREADS.submit(() -> speak(run, start)));
        }
        all.add(at(start, () -> run.completed(Map.of())));
        all.add(at(start, () -> run.cancelled("stop")));
        all.add(at(start, () -> now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)))));
        Future<SendResult> plain = THREADS.submit(() -> {
            start.await(30, TimeUnit.SECONDS);
            return hub.manager()
                    .sendAgentCompleted(ALICE, Map.of("answer", 42), id)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        });
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        boolean plainWasFirst = plain.get(30, TimeUnit.SECONDS).isAccepted();
        AgentOutcome outcome = run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        hub.core().whenNoRunIsOpen().toCompletableFuture().get(30, TimeUnit.SECONDS);
        AtomicReference<String> end = new AtomicReference<>();
        Await.until("the end is delivered", () -> {
            connection.events().stream()
                    .skip(before)
                    .filter(event -> event.field("run_id").orElseThrow().equals(id.value()))
                    .map(ReceivedFrame::type)
                    .filter(RunStories.TERMINALS::contains)
                    .forEach(end::set);
            return end.get() != null;
        });
        if (plainWasFirst) {
            assertEquals("agent_completed", end.get());
            assertTrue(outcome.failure().isPresent(), "the agent learns that its end was not the run's");
        }
    }

    private static Future<?> at(CyclicBarrier start, Runnable action) {
        return THREADS.submit(() -> {
            start.await(30, TimeUnit.SECONDS);
            action.run();
            return null;
        });
    }

    private static Object speak(AgentRun run, CyclicBarrier start) throws Exception {
        start.await(30, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            ToolCall call = run.startTool("search", Map.of());
            run.thinking("hm");
            MessageStream message = run.startMessage();
            message.append("a");
            if (i % 2 == 0) {
                call.completed(Map.of());
            }
            message.completed("a");
        }
        return run;
    }
}
