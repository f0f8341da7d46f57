// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authenticator;
import io.throughline.auth.jwt.JwtAuthenticator;
import io.throughline.core.Hub;
import io.throughline.core.TicketAuthenticator;
import io.throughline.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tokens, tickets and {@code auth} frames over real sockets, good and bad ones; and that nothing that one client tries is
 * felt by another, who is connected all the while.
 */
public abstract class AuthenticationScenarios extends WireScenarios {
    private static final UserId WITNESS = UserId.of("witness");
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(60);
    private static final RSAKey KEY = rsaKey();
    private static final RSAKey FORGERS_KEY = rsaKey();

    private final TestTime time = new TestTime();
    private final TicketAuthenticator tickets =
            TicketAuthenticator.builder().clock(time).build();
    private WireClient witness;
    private int told;

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        Authenticator authenticator = Authenticator.firstOf(
                JwtAuthenticator.builder()
                        .keySet("{\"keys\":[" + KEY.toPublicJWK() + "]}")
                        .algorithms("RS256")
                        .issuer("login")
                        .audience("chat")
                        .clockSkew(Duration.ZERO)
                        .cookie("session")
                        .clock(time)
                        .build(),
                tickets);
        Hub hub = Hub.builder().clock(time).heartbeat(Duration.ofDays(1)).build();
        hub.onClientMessage("ask", message -> message.reply(Map.of("heard", message.data())));
        start(hub, authenticator);
        witness = connecting("?ticket=" + tickets.issue(WITNESS), Map.of());
        witness.first("hello");
    }

    /** Whatever a test did, the witness is connected, gets what it is sent, and nothing else. */
    @AfterEach
    void othersAreNotAffected() {
        assertWitnessHears();
        assertEquals(told, witness.events().size(), () -> "the witness got what is not its own: " + witness.frames());
        witness.close();
    }

    private void assertWitnessHears() {
        manager().sendMessage(WITNESS, Map.of("n", ++told));
        assertContiguous(1, witness.events(told));
    }

    private WireClient connecting(String query, Map<String, String> headers) {
        return WireClient.connecting(port(), query, headers, List.of());
    }

    private JWTClaimsSet.Builder claims(String user) {
        return new JWTClaimsSet.Builder()
                .subject(user)
                .issuer("login")
                .audience("chat")
                .expirationTime(Date.from(time.instant().plus(TOKEN_LIFE)));
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.RS256, new RSASSASigner(key), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(String user) {
        return signed(KEY, claims(user).build());
    }

    private static String auth(String token) {
        return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
    }

    private Map<String, String> badTokens() throws Exception {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("forged", signed(FORGERS_KEY, claims("alice").build()));
        bad.put("unsigned", new PlainJWT(claims("alice").build()).serialize());
        bad.put(
                "the public key as a secret",
                signed(
                        JWSAlgorithm.HS256,
                        new MACSigner(KEY.toRSAPublicKey().getEncoded()),
                        claims("alice").build()));
        bad.put(
                "an algorithm that is not named",
                signed(
                        JWSAlgorithm.RS512,
                        new RSASSASigner(KEY),
                        claims("alice").build()));
        bad.put(
                "expired",
                signed(
                        KEY,
                        claims("alice")
                                .expirationTime(Date.from(time.instant()))
                                .build()));
        bad.put(
                "not yet valid",
                signed(
                        KEY,
                        claims("alice")
                                .notBeforeTime(Date.from(time.instant().plusSeconds(1)))
                                .build()));
        bad.put("another issuer", signed(KEY, claims("alice").issuer("evil").build()));
        bad.put("another audience", signed(KEY, claims("alice").audience("shop").build()));
        bad.put("no expiry", signed(KEY, claims("alice").expirationTime(null).build()));
        bad.put("no user", signed(KEY, claims("alice").subject(null).build()));
        bad.put("cut", token("alice").substring(0, 100));
        bad.put("empty", "");
        bad.put("no token at all", "alice");
        return bad;
    }

    @Test
    void badTokensOfHeadersAreRefused() throws Exception {
        for (Map.Entry<String, String> bad : badTokens().entrySet()) {
            if (!bad.getValue().isEmpty()) {
                try (WireClient client = connecting("", Map.of("Authorization", "Bearer " + bad.getValue()))) {
                    assertEquals(4401, client.closeCode(), bad.getKey());
                    assertEquals(List.of(), client.frames(), bad.getKey());
                }
            }
        }
        assertEquals(1, manager().getConnectionCount());
    }

    @Test
    void badTokensOfAuthFramesAreRefused() throws Exception {
        for (Map.Entry<String, String> bad : badTokens().entrySet()) {
            try (WireClient client = connecting("", Map.of())) {
                client.send(auth(bad.getValue()));
                assertEquals(4401, client.closeCode(), bad.getKey());
                assertEquals(List.of(), client.frames(), bad.getKey());
            }
        }
        assertEquals(1, manager().getConnectionCount());
    }

    @Test
    void badTokensOfRenewalsLeaveTheTimeThatThereWas() throws Exception {
        try (WireClient client = connecting("", Map.of())) {
            client.send(auth(token("alice")));
            client.first("hello");
            int answered = 1;
            for (String bad : badTokens().values()) {
                if (answered == 10) {
                    client.send(auth(token("alice")));
                    assertEquals("auth_renewed", client.frame(answered++).type());
                }
                client.send(auth(bad));
                assertEquals("auth_refused", client.frame(answered++).fields().get("code"));
            }
            time.pass(TOKEN_LIFE);
            assertEquals(4401, client.closeCode());
        }
    }

    @Test
    void goodTokensLetInByHeaderCookieAndFrame() {
        List<WireClient> clients = new ArrayList<>();
        clients.add(connecting("", Map.of("Authorization", "Bearer " + token("alice"))));
        clients.add(connecting("", Map.of("Cookie", "session=" + token("alice"))));
        clients.add(connecting("", Map.of()));
        clients.get(2).send(auth(token("alice")));
        for (WireClient client : clients) {
            assertEquals(60_000, client.first("hello").fields().get("auth_expires_in_ms"));
        }
        awaitConnections(ALICE, 3);
        clients.forEach(WireClient::close);
    }

    @Test
    void aTokenInTheQueryIsNotLookedAt() {
        try (WireClient client = connecting("?token=" + token("alice") + "&access_token=" + token("alice"), Map.of())) {
            client.pingPong("open");
            time.pass(Duration.ofSeconds(5));
            assertEquals(4401, client.closeCode());
        }
    }

    @Test
    void aWrongCookieMayBeMadeUpForByAnAuthFrame() {
        String forged = signed(FORGERS_KEY, claims("bob").build());
        try (WireClient client = connecting("", Map.of("Cookie", "session=" + forged))) {
            client.send(auth(token("alice")));
            client.first("hello");
            awaitConnections(ALICE, 1);
            awaitConnections(BOB, 0);
        }
    }

    @Test
    void whatFollowsAnAuthFrameIsHandledAfterHello() {
        try (WireClient client = connecting("", Map.of())) {
            client.send(auth(token("alice")));
            client.send(json("ask", "{\"n\":\"1\"}"));
            assertEquals("hello", client.frame(0).type());
            assertEquals(Map.of("heard", Map.of("n", "1")), client.frame(1).data());
        }
    }

    @Test
    void aClientThatSendsNoAuthFrameIsClosedAfterFiveSeconds() {
        try (WireClient client = connecting("", Map.of())) {
            client.pingPong("open");
            time.pass(Duration.ofMillis(4_999));
            client.pingPong("still open");
            time.pass(Duration.ofMillis(1));
            assertEquals(4401, client.closeCode());
            assertEquals(List.of(), client.frames());
        }
    }

    @Test
    void firstFramesThatAreNoAuthFramesClose() {
        for (String frame : List.of(
                json("ask", "{}"), "{\"type\":\"ack\",\"seq\":0}", "{\"type\":\"auth\"}", "nonsense", "{", "[]", "")) {
            try (WireClient client = connecting("", Map.of())) {
                client.send(frame);
                assertEquals(4401, client.closeCode(), frame);
                assertEquals(List.of(), client.frames(), frame);
            }
        }
    }

    @Test
    void binaryBeforeAuthenticationCloses() {
        try (WireClient client = connecting("", Map.of())) {
            client.sendBinary(new byte[] {1});
            assertEquals(1003, client.closeCode());
        }
    }

    @Test
    void anAuthFrameThatIsTooLargeCloses() {
        try (WireClient client = connecting("", Map.of())) {
            client.send(auth("x".repeat(hub().maxInboundBytes())));
            assertEquals(1009, client.closeCode());
        }
        try (WireClient client = connecting("", Map.of())) {
            client.send(auth("x".repeat(hub().maxInboundBytes() - 100)));
            assertEquals(4401, client.closeCode());
        }
    }

    /** The flood may be cut off by the closing; what matters is that it reaches nobody and is not kept. */
    @Test
    void aFloodBeforeAuthenticationIsCutOff() {
        byte[] ask = json("ask", "{}").getBytes(StandardCharsets.UTF_8);
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(RawClient.handshake("/ws"));
            assertTrue(client.readHead().startsWith("HTTP/1.1 101"));
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 1_000; i++) {
                flood.writeBytes(RawClient.header(1, true, true, ask.length));
                flood.writeBytes(ask);
            }
            client.send(flood.toByteArray());
            assertEquals(4401, client.readCloseCode());
        }
        assertEquals(1, manager().getConnectionCount());
    }

    @Test
    void anExpiredConnectionIsClosedAndOthersOfTheUserStay() {
        try (WireClient one = connecting("", Map.of("Authorization", "Bearer " + token("alice")))) {
            one.first("hello");
            time.pass(Duration.ofSeconds(30));
            try (WireClient two = connecting("", Map.of("Authorization", "Bearer " + token("alice")))) {
                two.first("hello");
                time.pass(Duration.ofSeconds(30));
                assertEquals(4401, one.closeCode());
                manager().sendMessage(ALICE, Map.of("n", 1));
                two.events(1);
                assertEquals(List.of(), one.events());
            }
        }
    }

    @Test
    void aRenewedConnectionStays() {
        try (WireClient client = connecting("", Map.of())) {
            client.send(auth(token("alice")));
            client.first("hello");
            for (int i = 1; i <= 5; i++) {
                time.pass(Duration.ofSeconds(50));
                client.send(auth(token("alice")));
                assertEquals("auth_renewed", client.frame(i).type());
                assertEquals(60_000, client.frame(i).fields().get("auth_expires_in_ms"));
            }
            manager().sendMessage(ALICE, Map.of("n", 1));
            client.events(1);
            time.pass(TOKEN_LIFE);
            assertEquals(4401, client.closeCode());
        }
    }

    @Test
    void theTokenOfAnotherUserClosesWith4403() {
        try (WireClient client = connecting("", Map.of("Cookie", "session=" + token("alice")))) {
            client.first("hello");
            client.send(auth(token("bob")));
            assertEquals(4403, client.closeCode());
            awaitConnections(ALICE, 0);
            awaitConnections(BOB, 0);
        }
    }

    @Test
    void aTicketIsGoodOnce() {
        String ticket = tickets.issue(ALICE, time.instant().plusSeconds(90));
        try (WireClient client = connecting("?ticket=" + ticket, Map.of());
                WireClient again = connecting("?ticket=" + ticket, Map.of())) {
            List<WireClient> both = List.of(client, again);
            Await.until(
                    "one of two is let in",
                    () -> both.stream().anyMatch(one -> !one.frames().isEmpty()));
            WireClient winner = client.frames().isEmpty() ? again : client;
            WireClient loser = winner == client ? again : client;
            assertEquals(90_000, winner.first("hello").fields().get("auth_expires_in_ms"));
            assertEquals(4401, loser.closeCode());
            assertEquals(List.of(), loser.frames());
        }
        try (WireClient late = connecting("?ticket=" + ticket, Map.of())) {
            assertEquals(4401, late.closeCode());
        }
    }

    @Test
    void ofManyThatShowOneTicketAtOnceOneGetsIn() {
        String ticket = tickets.issue(ALICE);
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(connecting("?ticket=" + ticket, Map.of()));
        }
        Await.until(
                "one is in and 63 are out",
                () -> clients.stream()
                                .filter(client -> client.closed().isPresent())
                                .count()
                        == 63);
        assertEquals(
                List.of(Optional.of(4401)),
                clients.stream()
                        .map(WireClient::closed)
                        .filter(Optional::isPresent)
                        .distinct()
                        .toList());
        assertEquals(
                1, clients.stream().filter(client -> !client.frames().isEmpty()).count());
        awaitConnections(ALICE, 1);
        clients.forEach(WireClient::close);
    }

    @Test
    void ticketsThatAreUnknownOrOutOfDateAreRefused() {
        String ticket = tickets.issue(ALICE);
        time.pass(Duration.ofSeconds(30));
        for (String bad : List.of(ticket, UUID.randomUUID().toString(), "", "A".repeat(43), "A".repeat(5_000))) {
            try (WireClient client = connecting("?ticket=" + bad, Map.of())) {
                assertEquals(4401, client.closeCode(), bad);
            }
        }
    }

    /** A foreign page's handshake brings the visitor's cookie along; it has to be refused before the cookie counts. */
    @Test
    void aForeignPageGetsNowhereWithTheVisitorsCookie() {
        try (RawClient client = new RawClient(port(), 0)) {
            client.send(
                    RawClient.handshake("/ws", "Cookie: session=" + token("alice"), "Origin: https://evil.example"));
            String head = client.readHead();
            if (refusesBeforeUpgrade()) {
                assertTrue(head.startsWith("HTTP/1.1 403"), head);
            } else {
                assertEquals(4403, client.readCloseCode());
            }
        }
        assertFalse(manager().getUserConnections(ALICE).iterator().hasNext());
    }

    @Test
    void aHandshakeWithoutProofIsClosedAtOnceWhereNoFramesAreTaken() {
        Hub own = Hub.builder().clock(time).build();
        try (Deployment other = deployer().deploy(own, tickets);
                WireClient client = WireClient.connecting(other.port(), "", Map.of(), List.of())) {
            assertEquals(4401, client.closeCode());
        } finally {
            own.close();
        }
    }
}
