// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What clients receive: hello, events in the order of the log, answers to one connection alone, heartbeats. */
public abstract class DeliveryScenarios extends WireScenarios {
    @Test
    void helloComesFirst() {
        start();
        try (WireClient client = WireClient.connect(port(), "alice")) {
            Map<String, Object> hello = client.frame(0).fields();
            assertEquals(
                    List.of("type", "protocol", "connection_id", "epoch", "seq", "resumed", "next", "heartbeat_ms"),
                    List.copyOf(hello.keySet()));
            assertEquals("hello", hello.get("type"));
            assertEquals("throughline.v1", hello.get("protocol"));
            assertEquals(0, ((Number) hello.get("seq")).intValue());
            assertEquals(false, hello.get("resumed"));
            assertEquals(1, ((Number) hello.get("next")).intValue());
            assertEquals(25_000, ((Number) hello.get("heartbeat_ms")).intValue());
            assertEquals(
                    List.of(hello.get("connection_id")),
                    manager().getUserConnections(ALICE).stream()
                            .map(Object::toString)
                            .toList());
        }
    }

    @Test
    void fiveEventsOfARunArriveInOrderWithTheirFields() {
        start();
        try (WireClient client = connect(ALICE)) {
            RunId run = RunId.of("run-1");
            sendFive(ALICE, run);
            List<ReceivedFrame> events = client.events(5);
            assertEquals(
                    List.of("agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"),
                    events.stream().map(ReceivedFrame::type).toList());
            assertContiguous(1, events);
            for (ReceivedFrame event : events) {
                assertEquals("alice", event.fields().get("user_id"));
                assertEquals("run-1", event.fields().get("run_id"));
                assertFalse(event.field("id").orElseThrow().isBlank());
                Instant.parse(event.field("timestamp").orElseThrow());
            }
            assertEquals(Map.of("agent_name", "researcher"), events.get(0).data());
            assertEquals(
                    Map.of("thought", "Where could that be?"), events.get(1).data());
            Object call = events.get(2).data().get("tool_call_id");
            assertEquals("search", events.get(2).data().get("tool_name"));
            assertEquals(call, events.get(3).data().get("tool_call_id"));
            assertEquals("ok", events.get(3).data().get("status"));
            assertEquals(
                    Map.of("result", Map.of("answer", "there")), events.get(4).data());
        }
    }

    @Test
    void allTextArrivesAsItWasSent() {
        start();
        try (WireClient client = connect(ALICE)) {
            String text = "Grüße, 世界 \uD83D\uDE80\u2028 \"\\ ".repeat(2_000);
            manager().sendMessage(ALICE, Map.of("text", text));
            assertEquals(text, client.first("message").data().get("text"));
        }
    }

    @Test
    void twoConnectionsOfAUserSeeTheSameOrderAndOthersNothing() throws Exception {
        start();
        try (WireClient one = connect(ALICE);
                WireClient two = connect(ALICE);
                WireClient other = connect(BOB)) {
            tenSenders(100);
            List<ReceivedFrame> seen = one.events(1_000);
            assertContiguous(1, seen);
            assertEquals(
                    seen.stream().map(ReceivedFrame::text).toList(),
                    two.events(1_000).stream().map(ReceivedFrame::text).toList());
            manager().sendMessage(BOB, Map.of("n", 1));
            assertEquals(1, other.first("message").seq().getAsLong());
            assertEquals(2, other.frames().size());
        }
    }

    private void tenSenders(int each) throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            int sender = s;
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            together.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        for (int i = 0; i < each; i++) {
                            manager().sendMessage(ALICE, Map.of("sender", sender, "i", i));
                        }
                    },
                    task -> new Thread(task).start()));
        }
        together.countDown();
        for (CompletableFuture<Void> sender : senders) {
            sender.get();
        }
    }

    /** Managers made by a factory are views of the hub that the container serves. */
    @Test
    void everyViewOfAUserReachesTheSameConnectionsInOneOrder() {
        start();
        try (WebSocketManagerFactory factory = new WebSocketManagerFactory(hub());
                WireClient one = connect(ALICE);
                WireClient two = connect(ALICE);
                WireClient bob = connect(BOB)) {
            WebSocketManager first = factory.createIsolatedManager(UserExecutionContext.of(ALICE));
            WebSocketManager second = factory.createIsolatedManager(UserExecutionContext.of(ALICE));
            WebSocketManager others = factory.createIsolatedManager(UserExecutionContext.of(BOB));
            first.sendMessage(ALICE, Map.of("via", "first"));
            second.sendMessage(ALICE, Map.of("via", "second"));
            manager().sendMessage(ALICE, Map.of("via", "hub"));
            factory.cleanupManager(first);
            second.sendMessage(ALICE, Map.of("via", "second again"));
            for (WireClient client : List.of(one, two)) {
                assertEquals(
                        List.of("first", "second", "hub", "second again"),
                        client.events(4).stream()
                                .map(event -> event.data().get("via"))
                                .toList());
                assertContiguous(1, client.events());
            }
            assertEquals(1, others.getConnectionCount());
            assertEquals(manager().getUserConnections(BOB), others.getUserConnections(BOB));
            others.sendMessage(BOB, Map.of("via", "bob"));
            assertEquals("bob", bob.frame(1).data().get("via"));
        }
    }

    @Test
    void aReplyGoesToOneConnectionAloneWithoutSeq() {
        hub().onClientMessage("ask", message -> message.reply(Map.of("heard", message.data())));
        start();
        try (WireClient asking = connect(ALICE);
                WireClient other = connect(ALICE)) {
            asking.send(json("ask", "{\"question\":\"where?\"}"));
            ReceivedFrame reply = asking.first("message");
            assertEquals(Map.of("heard", Map.of("question", "where?")), reply.data());
            assertFalse(reply.fields().containsKey("seq"));
            manager().sendMessage(ALICE, Map.of("n", 1));
            assertTrue(other.frame(1).fields().containsKey("seq"));
        }
    }

    @Test
    void silenceIsBrokenByHeartbeats() {
        start(Hub.builder().heartbeat(Duration.ofMillis(50)).build());
        try (WireClient client = connect(ALICE)) {
            assertEquals(Map.of("type", "heartbeat"), client.frame(1).fields());
            assertEquals("heartbeat", client.frame(2).type());
        }
    }

    @Test
    void aCursorInTheQueryResumes() {
        start();
        String epoch;
        try (WireClient before = connect(ALICE)) {
            epoch = before.first("hello").field("epoch").orElseThrow();
            sendFive(ALICE, RunId.of("run-1"));
            before.events(5);
        }
        try (WireClient after = WireClient.connect(port(), "alice", "?cursor=" + epoch + ":3&client_id=tab-1")) {
            assertEquals(true, after.first("hello").fields().get("resumed"));
            assertContiguous(4, after.events(2));
        }
        try (WireClient earliest = WireClient.connect(port(), "alice", "?cursor=earliest")) {
            assertContiguous(1, earliest.events(5));
        }
        try (WireClient lost = WireClient.connect(port(), "alice", "?cursor=no%20cursor")) {
            assertEquals("unknown_cursor", lost.first("gap").fields().get("reason"));
        }
    }
}
