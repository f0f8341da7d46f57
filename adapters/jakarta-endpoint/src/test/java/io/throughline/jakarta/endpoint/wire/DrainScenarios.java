// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.RunId;
import io.throughline.core.DrainOptions;
import io.throughline.core.DrainReport;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a server that is about to stop takes leave of its clients. */
public abstract class DrainScenarios extends WireScenarios {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static DrainOptions.Builder quick() {
        return DrainOptions.builder()
                .runLimit(LONG)
                .acknowledgeLimit(LONG)
                .batches(10, Duration.ofMillis(10))
                .reconnect(Duration.ofMillis(100), Duration.ofMillis(900))
                .retryAfter(Duration.ofSeconds(7));
    }

    private CompletableFuture<DrainReport> drain(DrainOptions options) {
        return hub().drain(options).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS);
    }

    private static void ack(WireClient client, int events) {
        client.events(events);
        client.send("{\"type\":\"ack\",\"seq\":" + events + "}");
    }

    @Test
    void clientsAreToldAndThenClosedWith1012() {
        start();
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            clients.add(connect(i % 2 == 0 ? ALICE : BOB));
        }
        DrainReport report = drain(quick().build()).join();
        for (WireClient client : clients) {
            assertEquals(1012, client.closeCode());
            ReceivedFrame told = client.first("drain");
            long after = ((Number) told.fields().get("reconnect_after_ms")).longValue();
            assertTrue(after >= 100 && after <= 1_000, told.text());
            assertTrue(told.seq().isEmpty());
        }
        assertEquals(25, report.connectionsTold());
        assertEquals(25, report.connectionsClosed());
        assertEquals(25, report.connectionsAcknowledged());
        assertTrue(report.isComplete());
        assertEquals(0, manager().getConnectionCount());
    }

    @Test
    void anOpenRunMayEndAndItsEventsArriveFirst() {
        start();
        try (WireClient alice = connect(ALICE);
                WireClient bob = connect(BOB)) {
            RunId run = RunId.random();
            manager().sendAgentStarted(ALICE, "researcher", run);
            CompletableFuture<DrainReport> drained = drain(quick().build());
            assertEquals(1012, bob.closeCode(), "bob waits for nobody");
            alice.first("drain");
            manager().sendAgentThinking(ALICE, "not done yet", run);
            manager().sendAgentCompleted(ALICE, Map.of("answer", "there"), run);
            assertFalse(drained.isDone());
            ack(alice, 3);
            assertEquals(1012, alice.closeCode());
            assertContiguous(1, alice.events(3));
            DrainReport report = drained.join();
            assertEquals(1, report.runsEnded());
            assertEquals(0, report.runsCut());
            assertEquals(2, report.connectionsAcknowledged());
        }
    }

    @Test
    void aRunThatIsCutEndsInAgentFailed() {
        start();
        try (WireClient alice = connect(ALICE)) {
            manager().sendAgentStarted(ALICE, "researcher", RunId.random());
            CompletableFuture<DrainReport> drained =
                    drain(quick().runLimit(Duration.ofMillis(50)).build());
            ReceivedFrame failed = alice.first("agent_failed");
            assertEquals("server_restart", ((Map<?, ?>) failed.data().get("error")).get("code"));
            ack(alice, 2);
            assertEquals(1012, alice.closeCode());
            assertEquals(1, drained.join().runsCut());
        }
    }

    @Test
    void aClientThatAcknowledgesNothingIsClosedAfterTheLimit() {
        start();
        try (WireClient alice = connect(ALICE)) {
            sendFive(ALICE, RunId.random());
            CompletableFuture<DrainReport> drained =
                    drain(quick().acknowledgeLimit(Duration.ofMillis(50)).build());
            assertEquals(1012, alice.closeCode());
            assertContiguous(1, alice.events(5));
            assertEquals(0, drained.join().connectionsAcknowledged());
        }
    }

    @Test
    void newClientsAreRefusedMeanwhileAndAfterwards() {
        start();
        try (WireClient alice = connect(ALICE)) {
            manager().sendAgentStarted(ALICE, "researcher", RunId.random());
            CompletableFuture<DrainReport> drained =
                    drain(quick().runLimit(Duration.ofMillis(500)).build());
            assertRefused();
            ack(alice, 1);
            alice.first("agent_failed");
            ack(alice, 2);
            drained.join();
            assertRefused();
        }
    }

    private void assertRefused() {
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(RawClient.handshake("/ws", "X-User: bob"));
            String head = client.readHead();
            if (refusesBeforeUpgrade()) {
                assertEquals("HTTP/1.1 503", head.substring(0, 12));
                assertTrue(head.contains("\r\nRetry-After: 7\r\n"), head);
            } else {
                assertEquals("HTTP/1.1 101", head.substring(0, 12));
                assertEquals(1012, client.readCloseCode());
            }
        }
    }

    @Test
    void closingTheHubMeanwhileEndsIt() {
        start();
        try (WireClient alice = connect(ALICE)) {
            manager().sendAgentStarted(ALICE, "researcher", RunId.random());
            CompletableFuture<DrainReport> drained = drain(quick().build());
            alice.first("drain");
            hub().close();
            assertEquals(1001, alice.closeCode());
            assertFalse(drained.join().isComplete());
        }
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobodyForLong() {
        start();
        try (RawClient frozen = RawClient.connect(port(), "alice", 4_096);
                WireClient bob = connect(BOB)) {
            awaitConnections(ALICE, 1);
            assertEquals("hello", ReceivedFrame.parse(frozen.readText()).type());
            for (int i = 0; i < 200; i++) {
                manager().sendMessage(ALICE, Map.of("i", i, "big", "x".repeat(16 * 1024)));
            }
            CompletableFuture<DrainReport> drained =
                    drain(quick().acknowledgeLimit(Duration.ofMillis(100)).build());
            assertEquals(1012, bob.closeCode());
            assertEquals(1, drained.join().connectionsAcknowledged());
            Await.until("it is forgotten", () -> manager().getConnectionCount() == 0);
        }
    }
}
