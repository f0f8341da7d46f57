// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Many senders at once over a log that completes on threads of its own and fails now and then. */
class AsynchronousLogPropertiesTest {
    private static final int SENDERS = 4;
    private static final UserId USER = UserId.of("alice");
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(SENDERS);
    private static final ExecutorService ENGINE = Executors.newFixedThreadPool(3);

    @AfterContainer
    static void stopThreads() {
        THREADS.shutdownNow();
        ENGINE.shutdownNow();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void connections_on_both_nodes_get_what_was_accepted_and_nothing_else(
            @ForAll @IntRange(min = 1, max = 40) int eventsEach, @ForAll @IntRange(min = 2, max = 20) int failing)
            throws Exception {
        RemoteLogs engine = new RemoteLogs(ENGINE, record -> record.id().hashCode() % failing == 0);
        try (Hub here = Hub.builder().eventLogs(engine.node()).build();
                Hub there = Hub.builder().eventLogs(engine.node()).build()) {
            List<InMemoryConnection> connections =
                    List.of(InMemoryConnection.open(USER), InMemoryConnection.open(USER));
            here.connect(connections.get(0), ConnectOptions.live());
            there.connect(connections.get(1), ConnectOptions.live());
            Await.until(
                    "both are greeted",
                    () -> connections.stream()
                            .noneMatch(connection -> connection.received().isEmpty()));

            List<Future<List<CompletableFuture<SendResult>>>> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                Hub hub = sender % 2 == 0 ? here : there;
                senders.add(THREADS.submit(() -> sendAll(hub, number, eventsEach)));
            }
            Map<Long, String> accepted = new TreeMap<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                collect(sender, senders.get(sender).get(30, TimeUnit.SECONDS), accepted);
            }
            Await.until(
                    "all that was accepted is delivered",
                    () -> connections.stream()
                            .allMatch(connection -> connection.events().size() >= accepted.size()));
            for (InMemoryConnection connection : connections) {
                Map<Long, String> got = new TreeMap<>();
                connection
                        .events()
                        .forEach(frame -> got.put(
                                frame.seq().orElseThrow(),
                                String.valueOf(frame.data().get("text"))));
                assertEquals(accepted, got);
                assertEquals(accepted.size(), connection.events().size(), "none came twice");
                assertTrue(connection.mostWritesInFlight() <= 1);
            }
        }
    }

    private static List<CompletableFuture<SendResult>> sendAll(Hub hub, int sender, int count) {
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AgentEvent event = AgentEvent.builder(EventType.MESSAGE)
                    .put("text", sender + "-" + i)
                    .build();
            sent.add(hub.manager().sendAgentEvent(USER, event).toCompletableFuture());
        }
        return sent;
    }

    /** Notes what was accepted, and checks that one sender's events stand in the order of its sends. */
    private static void collect(int sender, List<CompletableFuture<SendResult>> sent, Map<Long, String> accepted)
            throws Exception {
        long last = 0;
        for (int i = 0; i < sent.size(); i++) {
            SendResult result = sent.get(i).get(30, TimeUnit.SECONDS);
            if (result.isAccepted()) {
                long seq = result.position().orElseThrow().seq();
                assertTrue(seq > last, "event " + seq + " came after " + last);
                last = seq;
                accepted.put(seq, sender + "-" + i);
            }
        }
    }
}
