// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.core.Hub;
import io.throughline.testkit.ReceivedFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients send: messages, nonsense, and what a server must not swallow. */
public abstract class InboundScenarios extends WireScenarios {
    private static final int BOUND = 4_096;

    private void startSmall() {
        Hub hub = Hub.builder().maxInboundBytes(BOUND).build();
        hub.onClientMessage("ask", message -> message.reply(Map.of("heard", message.data())));
        hub.onClientMessage("pick", message -> {
            throw new IllegalArgumentException("\"pick\" needs a number.");
        });
        start(hub);
    }

    /** Whatever a test did to its own connection, the server goes on. */
    @AfterEach
    void theServerGoesOn() {
        try (WireClient client = connect(BOB)) {
            client.send(json("ask", "{\"still\":\"there\"}"));
            assertEquals(
                    Map.of("heard", Map.of("still", "there")),
                    client.first("message").data());
        }
    }

    @Test
    void nonsenseIsAnsweredWithAnError() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            assertError(client, 1, "not json", "malformed_json", null);
            assertError(client, 2, "[]", "malformed_json", null);
            assertError(client, 3, "{\"data\":{}}", "missing_type", null);
            assertError(client, 4, json("nobody_knows", "{}"), "unknown_type", "c-1");
            assertError(client, 5, json("ask", "7"), "invalid_data", "c-1");
            assertError(client, 6, json("pick", "{}"), "invalid_data", "c-1");
            assertError(client, 7, "{\"type\":\"ack\",\"seq\":99}", "invalid_ack", null);
            client.send(json("ask", "{\"a\":1}"));
            assertEquals(Map.of("heard", Map.of("a", 1L)), widened(client.first("message")));
        }
    }

    private static Map<String, Object> widened(ReceivedFrame frame) {
        Number a = (Number) ((Map<?, ?>) frame.data().get("heard")).get("a");
        return Map.of("heard", Map.of("a", a.longValue()));
    }

    private static void assertError(WireClient client, int index, String sent, String code, String inReplyTo) {
        client.send(sent);
        ReceivedFrame error = client.frame(index);
        assertEquals("error", error.type(), error.text());
        assertEquals(code, error.fields().get("code"));
        assertEquals(inReplyTo, error.fields().get("in_reply_to"));
    }

    @Test
    void theEleventhInvalidMessageInARowClosesTheConnection() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            for (int i = 1; i <= 10; i++) {
                assertError(client, i, "{", "malformed_json", null);
            }
            client.send("{");
            assertEquals(1008, client.closeCode());
            assertEquals(11, client.frames().size());
            awaitConnections(ALICE, 0);
        }
    }

    @Test
    void binaryMessagesCloseTheConnection() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            client.sendBinary(new byte[] {1, 2, 3});
            assertEquals(1003, client.closeCode());
            awaitConnections(ALICE, 0);
        }
    }

    @Test
    void aMessageOfTheGreatestSizeIsTaken() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            client.send(padded(BOUND));
            assertEquals("error", client.frame(1).type());
            client.sendPart(padded(BOUND).substring(0, BOUND - 1_500), false);
            client.sendPart(padded(BOUND).substring(BOUND - 1_500), true);
            assertEquals("unknown_type", client.frame(2).fields().get("code"));
        }
    }

    /** A message that is well-formed, of an unknown type, and of just so many bytes. */
    private static String padded(int bytes) {
        String start = "{\"type\":\"nobody_knows\",\"pad\":\"";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    @Test
    void aSingleFrameThatIsTooBigClosesTheConnection() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            client.send(padded(BOUND + 1));
            assertEquals(1009, client.closeCode());
            awaitConnections(ALICE, 0);
        }
    }

    @Test
    void aFragmentedMessageThatIsTooBigClosesTheConnection() {
        startSmall();
        try (RawClient client = RawClient.connect(port(), "alice", 0)) {
            client.readText();
            byte[] part = "x".repeat(BOUND / 2).getBytes(StandardCharsets.UTF_8);
            client.sendFrame(1, false, part);
            client.sendFrame(0, false, part);
            client.sendFrame(0, true, part);
            assertEquals(1009, client.readCloseCode());
            awaitConnections(ALICE, 0);
        }
    }

    @Test
    void partsMayCutCharactersInTwo() {
        startSmall();
        try (RawClient client = RawClient.connect(port(), "alice", 0)) {
            client.readText();
            byte[] message = json("ask", "{\"q\":\"\uD83D\uDE80\"}").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < message.length; i++) {
                client.sendFrame(i == 0 ? 1 : 0, i == message.length - 1, new byte[] {message[i]});
            }
            assertEquals(
                    Map.of("heard", Map.of("q", "\uD83D\uDE80")),
                    ReceivedFrame.parse(client.readText()).data());
        }
    }

    @Test
    void textThatIsNotUtf8ClosesTheConnection() {
        startSmall();
        try (RawClient client = RawClient.connect(port(), "alice", 0)) {
            client.readText();
            client.sendFrame(1, true, new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'});
            assertEquals(1007, client.readCloseCode());
            awaitConnections(ALICE, 0);
        }
    }

    /** A container may grant a close frame so little time that it is lost where threads wait for a processor. */
    @Test
    void textThatIsNotUtf8ClosesConnectionsOfABusyMachineToo() throws Exception {
        startSmall();
        AtomicBoolean busy = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                threads.execute(() -> {
                    while (busy.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            List<Future<Set<Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(this::closeCodesOfTextThatIsNotUtf8));
            }
            for (Future<Set<Integer>> codes : clients) {
                assertEquals(Set.of(1007), codes.get(60, TimeUnit.SECONDS));
            }
        } finally {
            busy.set(false);
            threads.shutdown();
        }
    }

    private Set<Integer> closeCodesOfTextThatIsNotUtf8() {
        Set<Integer> codes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            try (RawClient client = RawClient.connect(port(), "alice", 0)) {
                client.readText();
                client.sendFrame(1, true, new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'});
                codes.add(client.readCloseCode());
            }
        }
        return codes;
    }

    @Test
    void pingsAreAnswered() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            assertEquals("are you there", client.pingPong("are you there"));
        }
    }

    @Test
    void messagesOfOneConnectionAreHandledInTheirOrder() {
        startSmall();
        try (WireClient client = connect(ALICE)) {
            for (int i = 0; i < 200; i++) {
                client.send(json("ask", "{\"i\":" + i + "}"));
                client.frame(i + 1);
            }
            for (int i = 0; i < 200; i++) {
                Number heard = (Number) ((Map<?, ?>) client.frame(i + 1).data().get("heard")).get("i");
                assertEquals(i, heard.intValue());
            }
        }
    }
}
