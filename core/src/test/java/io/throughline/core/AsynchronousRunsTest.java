// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs, whose events many threads send at once, in a log that completes on other threads and fails now and then. */
class AsynchronousRunsTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserId BOB = UserId.of("bob");
    private static final int SENDERS = 4;
    private static final int EVENTS = 300;
    private static final List<String> TYPES = List.of(
            "agent_started", "agent_thinking", "tool_executing", "tool_executing", "tool_completed", "agent_completed");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService engines = Executors.newFixedThreadPool(3);
    private final RemoteLogs engine =
            new RemoteLogs(engines, record -> record.id().hashCode() % 11 == 0);
    private final Hub hub = Hub.builder().eventLogs(engine.node()).build();
    private final ConcurrentLinkedQueue<InMemoryConnection> connections = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        hub.close();
        threads.shutdownNow();
        engines.shutdownNow();
    }

    private List<CompletableFuture<SendResult>> sendAll(long seed) {
        Random random = new Random(seed);
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            UserId user = random.nextBoolean() ? ALICE : BOB;
            AgentEvent event = AgentEvent.builder(EventType.of(TYPES.get(random.nextInt(TYPES.size()))))
                    .runId(RunId.of("r" + i / 40))
                    .data(Map.of("agent_name", "a", "thought", "t", "result", user.value(), "tool_name", "x"))
                    .build();
            sent.add(hub.manager().sendAgentEvent(user, event).toCompletableFuture());
        }
        return sent;
    }

    private int comeAndGo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            InMemoryConnection connection = InMemoryConnection.open(random.nextBoolean() ? ALICE : BOB);
            connections.add(connection);
            hub.connect(
                    connection,
                    ConnectOptions.builder()
                            .cursor(random.nextBoolean() ? "earliest" : null)
                            .clientId("tab" + random.nextInt(5))
                            .build());
            if (random.nextInt(3) > 0) {
                hub.manager().removeConnection(connection.id());
            }
        }
        return connections.size();
    }

    @Test
    void each_run_ends_once_and_each_connection_sees_a_contiguous_part_of_its_users_log() throws Exception {
        List<Future<List<CompletableFuture<SendResult>>>> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            long seed = sender;
            senders.add(threads.submit(() -> sendAll(seed)));
        }
        Future<Integer> visitors = threads.submit(() -> comeAndGo(7));
        assertTrue(visitors.get(60, TimeUnit.SECONDS) > 0);
        for (Future<List<CompletableFuture<SendResult>>> sender : senders) {
            for (CompletableFuture<SendResult> sent : sender.get(60, TimeUnit.SECONDS)) {
                sent.get(60, TimeUnit.SECONDS);
            }
        }
        while (hub.core().openRunCount() > 0) {
            var unused = hub.core()
                    .failOpenRuns("server_restart", "The test is over.")
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }
        for (UserId user : List.of(ALICE, BOB)) {
            InMemoryConnection all = InMemoryConnection.open(user);
            hub.connect(all, ConnectOptions.builder().cursor("earliest").build());
            long head = headOf(user);
            Await.until("all is read", () -> all.events().size() == head);
            assertRuns(all.events());
            connections.add(all);
        }
        for (InMemoryConnection connection : connections) {
            assertContiguous(connection);
        }
    }

    /** Answers where the log ends, which an event that it took at last has told. */
    private long headOf(UserId user) throws Exception {
        while (true) {
            SendResult sent = hub.manager()
                    .sendMessage(user, Map.of("the", "end"))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            if (sent.isAccepted()) {
                return sent.position().orElseThrow().seq();
            }
        }
    }

    private static void assertRuns(List<ReceivedFrame> log) {
        Set<Object> ended = new HashSet<>();
        Map<Object, Set<Object>> open = new HashMap<>();
        Set<Object> begun = new HashSet<>();
        for (ReceivedFrame event : log) {
            if (event.type().equals("message")) {
                continue;
            }
            Object run = event.fields().get("run_id");
            begun.add(run);
            assertFalse(ended.contains(run), () -> "after the end: " + event.text());
            Set<Object> calls = open.computeIfAbsent(run, id -> new HashSet<>());
            Object call = event.data().get("tool_call_id");
            switch (event.type()) {
                case "tool_executing" -> calls.add(call);
                case "tool_completed" -> calls.remove(call);
                case "agent_completed", "agent_failed" -> {
                    assertEquals(Set.of(), calls);
                    ended.add(run);
                }
                default -> {}
            }
        }
        assertEquals(begun, ended);
    }

    private static void assertContiguous(InMemoryConnection connection) {
        long expected = -1;
        for (ReceivedFrame event : connection.events()) {
            long seq = event.seq().orElseThrow();
            assertTrue(
                    expected < 0 || seq == expected, () -> connection.events().toString());
            expected = seq + 1;
            assertEquals(connection.userId().value(), event.fields().get("user_id"));
        }
        assertTrue(connection.mostWritesInFlight() <= 1);
    }
}
