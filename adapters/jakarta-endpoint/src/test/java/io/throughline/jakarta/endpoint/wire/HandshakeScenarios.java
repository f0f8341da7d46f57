// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.testkit.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets in: authentication, subprotocols, origins; and that no client is ever taken for another. */
public abstract class HandshakeScenarios extends WireScenarios {
    @Test
    void whoIsRefusedIsClosedWith4401() {
        start();
        try (WireClient client = WireClient.connecting(port(), "", Map.of(), List.of())) {
            assertEquals(4401, client.closeCode());
            assertEquals(List.of(), client.frames());
            assertEquals(0, manager().getConnectionCount());
        }
    }

    @Test
    void anAuthenticatorThatFailsLetsNobodyIn() {
        start(request -> CompletableFuture.failedStage(new IllegalStateException("directory is down")));
        assertEquals4401();
    }

    @Test
    void anAuthenticatorThatThrowsLetsNobodyIn() {
        start(request -> {
            throw new IllegalStateException("directory is down");
        });
        assertEquals4401();
    }

    @Test
    void anAuthenticatorThatAnswersNullLetsNobodyIn() {
        start(request -> CompletableFuture.completedStage(null));
        assertEquals4401();
    }

    private void assertEquals4401() {
        try (WireClient client = WireClient.connect(port(), "alice")) {
            assertEquals(4401, client.closeCode());
            assertEquals(List.of(), client.frames());
        }
    }

    @Test
    void theAuthenticatorSeesTheHandshake() throws Exception {
        BlockingQueue<HandshakeRequest> seen = new LinkedBlockingQueue<>();
        start(request -> {
            seen.add(request);
            return CompletableFuture.completedStage(Authentication.accepted(ALICE));
        });
        Map<String, String> headers = Map.of("Cookie", "a=1; session=s-1", "Authorization", "Bearer t-1");
        try (WireClient client = WireClient.connecting(port(), "?ticket=t%201", headers, List.of())) {
            client.first("hello");
            HandshakeRequest request = seen.poll(30, TimeUnit.SECONDS);
            assertEquals("/ws", request.path());
            assertEquals(Optional.of("s-1"), request.cookie("session"));
            assertEquals(Optional.of("Bearer t-1"), request.header("authorization"));
            assertEquals(Optional.of("t 1"), request.queryParameter("ticket"));
            assertEquals(Optional.empty(), request.principal());
        }
    }

    @Test
    void messagesThatCameBeforeTheDecisionAreHandledAfterHello() {
        hub().onClientMessage("ask", message -> message.reply(Map.of("heard", message.data())));
        CompletableFuture<Authentication> decision = new CompletableFuture<>();
        start(request -> decision);
        try (WireClient client = WireClient.connect(port(), "alice")) {
            for (int i = 0; i < 10; i++) {
                client.send(json("ask", "{\"i\":\"" + i + "\"}"));
            }
            client.pingPong("all was read");
            decision.complete(Authentication.accepted(ALICE));
            assertEquals("hello", client.frame(0).type());
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        Map.of("heard", Map.of("i", String.valueOf(i))),
                        client.frame(i + 1).data());
            }
        }
    }

    @Test
    void tooManyMessagesBeforeTheDecisionCloseTheConnection() {
        CompletableFuture<Authentication> decision = new CompletableFuture<>();
        start(request -> decision);
        try (WireClient client = WireClient.connect(port(), "alice")) {
            for (int i = 0; i < 17; i++) {
                client.send(json("ask", "{}"));
            }
            assertEquals(1008, client.closeCode());
            decision.complete(Authentication.accepted(ALICE));
            assertEquals(0, manager().getConnectionCount());
        }
    }

    @Test
    void whoLeavesBeforeTheDecisionIsNotAttached() {
        CompletableFuture<Authentication> decision = new CompletableFuture<>();
        start(request -> request.header("X-User").orElseThrow().equals("alice")
                ? decision
                : CompletableFuture.completedStage(Authentication.accepted(BOB)));
        try (WireClient client = WireClient.connect(port(), "alice")) {
            client.leave();
            assertEquals(1000, client.closeCode());
        }
        decision.complete(Authentication.accepted(ALICE));
        awaitConnections(ALICE, 0);
        connect(BOB).close();
    }

    /** Decisions are made late and in another order than that of the handshakes. */
    @Test
    void handshakesAtTheSameTimeAreNeverMixedUp() {
        hub().onClientMessage(
                        "ask",
                        message -> message.reply(Map.of("user", message.userId().value())));
        BlockingQueue<Runnable> decisions = new LinkedBlockingQueue<>();
        start(request -> {
            CompletableFuture<Authentication> decision = new CompletableFuture<>();
            UserId user = UserId.of(request.header("X-User").orElseThrow());
            decisions.add(() -> decision.complete(Authentication.accepted(user)));
            return decision;
        });
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(WireClient.connecting(port(), "", Map.of("X-User", "user-" + i), List.of()));
        }
        clients.forEach(WireClient::socket);
        Await.until("all ask for a decision", () -> decisions.size() == clients.size());
        List<Runnable> backwards = new ArrayList<>(decisions);
        Collections.reverse(backwards);
        backwards.forEach(Runnable::run);
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(json("ask", "{}"));
            assertEquals("user-" + i, clients.get(i).first("message").data().get("user"));
            assertEquals("user-" + i, clients.get(i).first("message").fields().get("user_id"));
        }
        clients.forEach(WireClient::close);
    }

    @Test
    void ourSubprotocolIsChosen() {
        start();
        List<String> offered = List.of("other.v9", "throughline.v1.json");
        try (WireClient client = WireClient.connecting(port(), "", Map.of("X-User", "alice"), offered)) {
            client.first("hello");
            assertEquals("throughline.v1.json", client.socket().getSubprotocol());
        }
    }

    @Test
    void noSubprotocolMeansTheSameFormat() {
        start();
        try (WireClient client = connect(ALICE)) {
            assertEquals("", client.socket().getSubprotocol());
        }
    }

    @Test
    void onlyUnknownSubprotocolsAreRefused() {
        start();
        assertRefused(400, 1008, "/ws", "X-User: alice", "Sec-WebSocket-Protocol: other.v9, another");
    }

    @Test
    void pagesOfForeignOriginsAreRefused() {
        start();
        assertRefused(403, 4403, "/ws", "X-User: alice", "Origin: http://evil.example");
        assertRefused(403, 4403, "/ws", "X-User: alice", "Origin: null");
        assertEquals(0, manager().getConnectionCount());
    }

    private void assertRefused(int status, int closeCode, String target, String... headers) {
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(RawClient.handshake(target, headers));
            String head = client.readHead();
            if (refusesBeforeUpgrade()) {
                assertEquals("HTTP/1.1 " + status, head.substring(0, 12));
                client.readAll();
            } else {
                assertEquals("HTTP/1.1 101", head.substring(0, 12));
                assertEquals(closeCode, client.readCloseCode());
            }
        }
    }

    @Test
    void pagesOfTheServerItselfMayConnect() {
        start();
        Map<String, String> headers = Map.of("X-User", "alice", "Origin", "http://127.0.0.1:" + port());
        try (WireClient client = WireClient.connecting(port(), "", headers, List.of())) {
            client.first("hello");
        }
    }

    @Test
    void otherPathsAreNoSockets() {
        start();
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(RawClient.handshake("/elsewhere", "X-User: alice"));
            assertEquals("HTTP/1.1 404", client.readHead().substring(0, 12));
        }
    }

    @Test
    void aHubThatIsClosedSendsClientsAway() {
        start();
        hub().close();
        try (WireClient client = WireClient.connect(port(), "alice")) {
            assertEquals(1001, client.closeCode());
        }
    }
}
