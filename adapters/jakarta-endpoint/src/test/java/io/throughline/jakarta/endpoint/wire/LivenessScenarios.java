// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.core.Hub;
import io.throughline.core.HubBuilder;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the server learns that a client is gone, or takes nothing, though its connection is open. */
public abstract class LivenessScenarios extends WireScenarios {
    private static final int PING = 9;
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofDays(1);

    private static HubBuilder hubOf(Duration pongTimeout, Duration writeTimeout) {
        return Hub.builder().heartbeat(SOON).pongTimeout(pongTimeout).writeTimeout(writeTimeout);
    }

    private long counted(String counter) {
        return hub().statistics().counter(counter);
    }

    private void awaitCounted(String counter, long least) {
        Await.until(() -> counter + " is " + counted(counter), () -> counted(counter) >= least);
    }

    @Test
    void aClientThatAnswersNoPingIsClosedAndForgotten() {
        start(hubOf(SOON, NEVER).build());
        try (RawClient client = RawClient.connect(port(), "alice", 0)) {
            List<Integer> opcodes = new ArrayList<>();
            RawClient.Frame frame;
            do {
                frame = client.readFrame();
                opcodes.add(frame.opcode());
            } while (frame.opcode() != 8);
            assertEquals(4408, frame.closeCode());
            assertEquals(1, opcodes.stream().filter(opcode -> opcode == PING).count(), "pings of " + opcodes);
            awaitConnections(ALICE, 0);
            awaitCounted("connections_timed_out", 1);
            assertEquals(0, counted("writes_failed"));
        }
    }

    /** Only who has answered is sent another ping. */
    @Test
    void aClientThatAnswersIsAskedAgainAndStays() {
        start(hubOf(NEVER, NEVER).build());
        try (WireClient client = connect(ALICE)) {
            awaitCounted("pings_sent", 5);
            manager().sendMessage(ALICE, Map.of("n", 1));
            client.first("message");
            awaitConnections(ALICE, 1);
            assertEquals(0, counted("connections_timed_out"));
        }
    }

    @Test
    void pingsAndEventsDoNotMeet() {
        start(hubOf(NEVER, NEVER).logMaxEntries(200_000).logMaxBytes(256 << 20).build());
        try (WireClient client = connect(ALICE)) {
            int sent = 0;
            while (counted("pings_sent") < 5) {
                manager().sendMessage(ALICE, Map.of("i", sent++, "filler", "x".repeat(sent % 3_000)));
                int behind = sent - 200;
                Await.until(() -> behind + " events", () -> client.frames().size() >= behind);
            }
            assertContiguous(1, client.events(sent));
            awaitConnections(ALICE, 1);
            assertEquals(0, counted("writes_failed"));
        }
    }

    @Test
    void aClientThatTakesNothingIsClosedAndForgotten() {
        start(hubOf(NEVER, Duration.ofMillis(200)).logMaxBytes(256 << 20).build());
        String big = "x".repeat(16 * 1024);
        try (RawClient frozen = RawClient.connect(port(), "alice", 4_096);
                WireClient bob = connect(BOB)) {
            awaitConnections(ALICE, 1);
            for (int i = 0; i < 1_000; i++) {
                manager().sendMessage(ALICE, Map.of("i", i, "big", big));
            }
            awaitConnections(ALICE, 0);
            awaitCounted("writes_timed_out", 1);
            manager().sendMessage(BOB, Map.of("n", 1));
            bob.first("message");
            assertTrue(
                    List.of(4408, 1006).contains(frozen.readCloseCode()), "it is closed, and not left open for ever");
        }
    }

    /** Of 64 MB that twenty frozen clients do not read, no more waits outside the log than is promised. */
    @Test
    void clientsThatDoNotReadHoldABoundedAmountAndBlockNoSender() {
        int frozen = 20;
        int count = 4_000;
        start(hubOf(NEVER, NEVER)
                .heartbeat(NEVER)
                .logMaxEntries(10_000)
                .logMaxBytes(256 << 20)
                .build());
        String big = "x".repeat(16 * 1024);
        List<RawClient> clients = new ArrayList<>();
        try (WireClient quick = connect(ALICE)) {
            for (int i = 0; i < frozen; i++) {
                clients.add(RawClient.connect(port(), "alice", 2_048));
            }
            awaitConnections(ALICE, frozen + 1);
            // 64 KiB of events and the greeting
            long most = 0;
            for (int i = 0; i < count; i++) {
                CompletableFuture<?> sent =
                        manager().sendMessage(ALICE, Map.of("i", i, "big", big)).toCompletableFuture();
                assertTrue(sent.isDone(), "a sender waits for nobody");
                most = Math.max(most, hub().statistics().pendingBytes());
            }
            assertContiguous(1, quick.events(count));
            Await.until(
                    () -> "writes to all frozen clients, pending "
                            + hub().statistics().pendingBytes(),
                    () -> hub().statistics().pendingBytes() >= frozen * 16L * 1024);
            long bound = (frozen + 1) * 65L * 1024;
            assertTrue(most <= bound, most + " bytes were pending, " + bound + " are promised");
            RawClient thawed = clients.get(0);
            assertEquals("hello", ReceivedFrame.parse(thawed.readText()).type());
            for (int i = 1; i <= count; i++) {
                ReceivedFrame frame = ReceivedFrame.parse(thawed.readText());
                assertEquals(OptionalLong.of(i), frame.seq(), frame::toString);
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }
}
