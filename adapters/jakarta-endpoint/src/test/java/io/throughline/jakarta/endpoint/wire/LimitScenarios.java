// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.core.Hub;
import io.throughline.core.HubBuilder;
import io.throughline.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients beyond each limit are refused with the right code, are counted, and disturb nobody. */
public abstract class LimitScenarios extends WireScenarios {
    private static final UserId CAROL = UserId.of("carol");

    /** A hub whose time stands still, so that no rate gives anything back. */
    private static HubBuilder timeless() {
        Instant now = Instant.now();
        return Hub.builder().clock(() -> now);
    }

    private long count(String counter) {
        return hub().statistics().counter(counter);
    }

    private void assertIsServed(UserId user, WireClient client) {
        int before = client.events().size();
        manager().sendMessage(user, Map.of("still", "there"));
        client.events(before + 1);
    }

    /** Comes as a user, and is refused by HTTP where that can be, else by a close code. */
    private void assertRefused(UserId user, int status, int closeCode) {
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(RawClient.handshake("/ws", "X-User: " + user.value()));
            String head = client.readHead();
            if (refusesBeforeUpgrade()) {
                assertEquals("HTTP/1.1 " + status, head.substring(0, 12));
                assertTrue(head.toLowerCase(Locale.ROOT).matches("(?s).*\r\nretry-after: [1-9]\\d*\r\n.*"), head);
                client.readAll();
            } else {
                assertEquals("HTTP/1.1 101", head.substring(0, 12));
                assertEquals(closeCode, client.readCloseCode());
            }
        }
    }

    @Test
    void moreConnectionsThanAUserMayHaveAreClosedWith4429() {
        start(Hub.builder().maxConnectionsPerUser(2).build());
        try (WireClient one = connect(ALICE);
                WireClient two = connect(ALICE);
                WireClient bob = connect(BOB)) {
            try (WireClient three = WireClient.connect(port(), "alice")) {
                assertEquals(4429, three.closeCode());
                assertEquals(0, three.frames().size());
            }
            assertEquals(1, count("connections_refused_user"));
            assertIsServed(ALICE, one);
            assertIsServed(BOB, bob);
            two.leave();
            awaitConnections(ALICE, 1);
            connect(ALICE).close();
        }
    }

    @Test
    void moreConnectionsThanTheHubMayHaveAreRefused() {
        start(Hub.builder().maxConnections(2).build());
        try (WireClient alice = connect(ALICE);
                WireClient bob = connect(BOB)) {
            assertRefused(CAROL, 503, 1013);
            assertEquals(1, count("connections_refused_full"));
            assertIsServed(ALICE, alice);
            assertIsServed(BOB, bob);
            bob.leave();
            awaitConnections(BOB, 0);
            Await.until("there is room again", () -> {
                try (RawClient carol = new RawClient(port(), 0)) {
                    carol.send(RawClient.handshake("/ws", "X-User: carol"));
                    return carol.readHead().startsWith("HTTP/1.1 101")
                            && carol.readFrame().opcode() == 1;
                }
            });
        }
    }

    @Test
    void handshakesThatComeTooFastAreRefused() {
        start(timeless().handshakeRate(1, 2).build());
        try (WireClient alice = connect(ALICE);
                WireClient bob = connect(BOB)) {
            for (int i = 0; i < 10; i++) {
                assertRefused(CAROL, 429, 4429);
            }
            assertEquals(10, count("handshakes_refused_rate"));
            assertIsServed(ALICE, alice);
            assertIsServed(BOB, bob);
        }
    }

    @Test
    void aClientThatSendsTooFastIsClosedWith4429() {
        Hub hub = timeless().inboundRate(1, 5).build();
        hub.onClientMessage("ask", message -> message.reply(Map.of("heard", message.data())));
        start(hub);
        try (WireClient flood = connect(ALICE);
                WireClient alice = connect(ALICE);
                WireClient bob = connect(BOB)) {
            for (int i = 0; i < 6; i++) {
                flood.send(json("ask", "{}"));
            }
            assertEquals(4429, flood.closeCode());
            assertEquals(1, count("closed_too_many_messages"));
            awaitConnections(ALICE, 1);
            assertIsServed(ALICE, alice);
            bob.send(json("ask", "{}"));
            bob.first("message");
        }
    }

    @Test
    void aClientThatFloodsWithoutReadingIsClosedWith4429() {
        Hub hub = timeless().inboundRate(1, 50).build();
        hub.onClientMessage("ask", message -> message.reply(Map.of("big", "x".repeat(10_000))));
        start(hub);
        try (RawClient flood = RawClient.connect(port(), "alice", 4_096);
                WireClient bob = connect(BOB)) {
            byte[] ask = json("ask", "{}").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
                flood.sendFrame(1, true, ask);
            }
            Await.until("the flood is noticed", () -> count("closed_too_many_messages") == 1);
            awaitConnections(ALICE, 0);
            assertEquals(50, count("messages_received") - 1, "what comes after the limit is not read");
            assertIsServed(BOB, bob);
        }
    }

    @Test
    void whoAcknowledgesEachEventIsNoFlood() {
        start(timeless().inboundRate(1, 5).build());
        try (WireClient alice = connect(ALICE)) {
            for (int i = 1; i <= 50; i++) {
                manager().sendMessage(ALICE, Map.of("i", i));
                alice.events(i);
                alice.send("{\"type\":\"ack\",\"seq\":" + i + "}");
            }
            assertEquals("done", alice.pingPong("done"));
            assertIsServed(ALICE, alice);
        }
    }

    @Test
    void aMessageThatIsTooBigIsCounted() {
        start(Hub.builder().maxInboundBytes(1_024).build());
        try (WireClient client = connect(ALICE);
                WireClient fragments = connect(ALICE);
                WireClient bob = connect(BOB)) {
            client.send("x".repeat(1_025));
            assertEquals(1009, client.closeCode());
            assertEquals(1, count("closed_message_too_big"));
            for (int i = 0; i < 3; i++) {
                fragments.sendPart("x".repeat(500), false);
            }
            assertEquals(1009, fragments.closeCode());
            assertEquals(2, count("closed_message_too_big"));
            assertIsServed(BOB, bob);
        }
    }
}
