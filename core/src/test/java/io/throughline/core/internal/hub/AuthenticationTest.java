// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClientMessage;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.internal.accept.PendingClient;
import io.throughline.core.internal.count.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, by handshake or frame, how long that lasts, and how it is renewed; time stands still. */
class AuthenticationTest {
    private static final UserId ALICE = TestHub.ALICE;
    private static final UserId BOB = UserId.of("bob");
    private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DECISION_TIMEOUT = Duration.ofSeconds(10);

    private final TestHub hub = new TestHub();
    private final MemorySocket socket = new MemorySocket();
    private final List<ClientMessage> asked = new ArrayList<>();
    private final Map<String, CompletableFuture<Authentication>> tokens = new HashMap<>();

    private Authenticator authenticator = Authenticator.byAuthFrame(this::token);

    private CompletionStage<Authentication> token(String token) {
        return tokens.getOrDefault(token, CompletableFuture.completedFuture(Authentication.refused("unknown token")));
    }

    @BeforeEach
    void issue() {
        hub.core.handle("ask", asked::add);
        tokens.put("alice", CompletableFuture.completedFuture(Authentication.accepted(ALICE)));
        tokens.put("alice-60", inSeconds(ALICE, 60));
        tokens.put("alice-120", inSeconds(ALICE, 120));
        tokens.put("bob", CompletableFuture.completedFuture(Authentication.accepted(BOB)));
        tokens.put("slow", new CompletableFuture<>());
    }

    private CompletableFuture<Authentication> inSeconds(UserId user, long seconds) {
        return CompletableFuture.completedFuture(
                Authentication.accepted(user, hub.core.clock().instant().plusSeconds(seconds)));
    }

    private ClientChannel open() {
        PendingClient client = new PendingClient(
                hub.core,
                new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                socket,
                ConnectOptions.live());
        client.begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
        return client;
    }

    private static String auth(String token) {
        return "{\"type\":\"auth\",\"id\":\"a-1\",\"token\":\"" + token + "\"}";
    }

    private void assertClosed(int code) {
        assertEquals(Optional.of(code), socket.closeCode());
        assertEquals(0, hub.core.connectionCount());
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void an_auth_frame_lets_in_and_hello_comes_after_it() {
        ClientChannel client = open();
        assertFalse(socket.isAttached());
        client.onText(auth("alice"));
        assertEquals(List.of("hello"), socket.types());
        assertEquals(ALICE, socket.connection().userId());
        assertFalse(socket.last().fields().containsKey("auth_expires_in_ms"));
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void a_client_that_sends_no_auth_frame_in_time_is_closed() {
        ClientChannel client = open();
        hub.pass(FRAME_TIMEOUT.minusMillis(1));
        assertEquals(Optional.empty(), socket.closeCode());
        hub.pass(Duration.ofMillis(1));
        assertClosed(4401);
        client.onText(auth("alice"));
        assertFalse(socket.isAttached());
    }

    @Test
    void a_first_frame_that_is_no_good_auth_frame_closes() {
        for (String frame : List.of(
                "{\"type\":\"ask\"}",
                "{\"type\":\"ack\",\"seq\":0}",
                "{\"type\":\"auth\"}",
                "{\"type\":\"auth\",\"token\":7}",
                "{\"type\":\"auth\",\"token\":null}",
                "{\"type\":\"AUTH\",\"token\":\"alice\"}",
                "[\"auth\"]",
                "{",
                "",
                "[".repeat(900),
                auth("unknown"))) {
            MemorySocket own = new MemorySocket();
            PendingClient client = new PendingClient(
                    hub.core,
                    new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                    own,
                    ConnectOptions.live());
            client.begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
            client.onText(frame);
            client.onText(auth("alice"));
            assertEquals(Optional.of(4401), own.closeCode(), frame);
            assertFalse(own.isAttached(), frame);
        }
        assertEquals(0, hub.core.deadlines().size());
        assertEquals(0, hub.core.logCount());
    }

    @Test
    void binary_and_too_large_frames_before_authentication_close() {
        open().onBinary();
        assertClosed(1003);
        MemorySocket second = new MemorySocket();
        PendingClient client = new PendingClient(
                hub.core,
                new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                second,
                ConnectOptions.live());
        client.begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
        client.onText(auth("x".repeat(1_000)));
        assertEquals(Optional.of(1009), second.closeCode());
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void what_follows_the_auth_frame_is_held_in_order_until_the_token_is_checked() {
        ClientChannel client = open();
        client.onText(auth("slow"));
        client.onText("{\"type\":\"ask\",\"data\":{\"n\":1}}");
        client.onText("{\"type\":\"ask\",\"data\":{\"n\":2}}");
        hub.pass(FRAME_TIMEOUT);
        assertEquals(Optional.empty(), socket.closeCode());
        tokens.get("slow").complete(Authentication.accepted(ALICE));
        assertEquals(
                List.of(Map.of("n", 1), Map.of("n", 2)),
                asked.stream().map(ClientMessage::data).toList());
    }

    @Test
    void a_flood_before_authentication_is_bounded() {
        ClientChannel client = open();
        client.onText(auth("slow"));
        for (int i = 0; i < 1_000; i++) {
            client.onText("{\"type\":\"ask\"}");
        }
        assertEquals(Optional.of(1008), socket.closeCode());
        tokens.get("slow").complete(Authentication.accepted(ALICE));
        assertFalse(socket.isAttached());
        assertTrue(asked.isEmpty());
        assertClosed(1008);
    }

    @Test
    void a_decision_that_does_not_come_closes() {
        open().onText(auth("slow"));
        hub.pass(DECISION_TIMEOUT);
        assertClosed(4401);
        tokens.get("slow").complete(Authentication.accepted(ALICE));
        assertFalse(socket.isAttached());
    }

    @Test
    void who_leaves_while_the_token_is_checked_is_not_kept() {
        ClientChannel client = open();
        client.onText(auth("slow"));
        client.onClosed();
        tokens.get("slow").complete(Authentication.accepted(ALICE));
        assertEquals(0, hub.core.connectionCount());
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void a_hub_that_is_closed_sends_away_those_whom_it_does_not_know_yet() {
        open();
        MemorySocket checked = new MemorySocket();
        PendingClient client = new PendingClient(
                hub.core,
                new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                checked,
                ConnectOptions.live());
        client.begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
        client.onText(auth("slow"));
        hub.core.close();
        assertClosed(1001);
        assertEquals(Optional.of(1001), checked.closeCode());
        MemorySocket late = new MemorySocket();
        new PendingClient(
                        hub.core,
                        new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                        late,
                        ConnectOptions.live())
                .begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
        assertEquals(Optional.of(1001), late.closeCode());
    }

    @Test
    void who_leaves_while_the_frame_is_awaited_leaves_nothing_behind() {
        open().onClosed();
        assertEquals(0, hub.core.deadlines().size());
        assertFalse(socket.isAttached());
    }

    @Test
    void a_wrong_proof_in_the_handshake_closes_at_once_though_tokens_are_taken() {
        authenticator = Authenticator.firstOf(
                request -> CompletableFuture.completedStage(Authentication.refused("forged")), authenticator);
        open();
        assertClosed(4401);
        assertEquals(1, hub.core.counters().value(Counter.AUTHENTICATIONS_REFUSED));
    }

    @Test
    void no_proof_closes_at_once_where_no_tokens_are_taken() {
        authenticator = request -> CompletableFuture.completedStage(Authentication.absent());
        open();
        assertClosed(4401);
    }

    @Test
    void an_acceptance_that_is_over_already_is_none() {
        authenticator = request -> inSeconds(ALICE, 0);
        open();
        assertClosed(4401);
    }

    @Test
    void hello_says_for_how_long_and_the_end_closes() {
        ClientChannel client = open();
        client.onText(auth("alice-60"));
        assertEquals(60000, socket.last().fields().get("auth_expires_in_ms"));
        hub.pass(Duration.ofMillis(59_999));
        assertTrue(socket.connection().isOpen());
        hub.pass(Duration.ofMillis(1));
        assertClosed(4401);
        assertEquals(1, hub.core.counters().value(Counter.AUTHENTICATIONS_EXPIRED));
        client.onText("{\"type\":\"ask\"}");
        assertTrue(asked.isEmpty());
    }

    @Test
    void a_renewal_extends_and_may_end_the_limit() {
        ClientChannel client = open();
        client.onText(auth("alice-60"));
        hub.pass(Duration.ofSeconds(50));
        client.onText(auth("alice-120"));
        assertEquals("auth_renewed", socket.last().type());
        assertEquals(70000, socket.last().fields().get("auth_expires_in_ms"));
        hub.pass(Duration.ofSeconds(69));
        assertTrue(socket.connection().isOpen());
        client.onText(auth("alice"));
        assertFalse(socket.last().fields().containsKey("auth_expires_in_ms"));
        hub.pass(Duration.ofHours(1));
        assertTrue(socket.connection().isOpen());
        assertEquals(2, hub.core.counters().value(Counter.AUTHENTICATIONS_RENEWED));
        client.onClosed();
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void a_refused_renewal_leaves_the_time_that_there_was() {
        ClientChannel client = open();
        client.onText(auth("alice-60"));
        client.onText(auth("unknown"));
        assertEquals(Optional.of("auth_refused"), socket.last().field("code"));
        assertEquals(Optional.of("a-1"), socket.last().field("in_reply_to"));
        hub.pass(Duration.ofSeconds(59));
        assertTrue(socket.connection().isOpen());
        hub.pass(Duration.ofSeconds(1));
        assertClosed(4401);
    }

    @Test
    void the_token_of_another_user_closes_and_changes_nothing() {
        ClientChannel client = open();
        client.onText(auth("alice"));
        client.onText(auth("bob"));
        assertClosed(4403);
        assertEquals(List.of("hello"), socket.types());
        assertEquals(ALICE, socket.connection().userId());
    }

    @Test
    void a_late_check_of_a_renewal_comes_too_late() {
        ClientChannel client = open();
        client.onText(auth("alice-60"));
        client.onText(auth("slow"));
        client.onText(auth("alice-120"));
        assertEquals(Optional.of("auth_pending"), socket.last().field("code"));
        hub.pass(Duration.ofSeconds(55));
        // the check of the first was given up, so another may be tried
        assertEquals(Optional.of("auth_refused"), socket.last().field("code"));
        client.onText("{\"type\":\"auth\",\"token\":[]}");
        assertEquals(Optional.of("invalid_auth"), socket.last().field("code"));
        hub.pass(Duration.ofSeconds(5));
        assertClosed(4401);
        tokens.get("slow").complete(Authentication.accepted(ALICE));
        assertClosed(4401);
    }

    @Test
    void too_many_refused_renewals_close() {
        ClientChannel client = open();
        client.onText(auth("alice"));
        for (int i = 0; i < 10; i++) {
            client.onText(auth("unknown"));
        }
        assertTrue(socket.connection().isOpen());
        client.onText(auth("unknown"));
        assertClosed(1008);
    }

    @Test
    void where_no_tokens_are_taken_an_auth_frame_is_of_an_unknown_type() {
        authenticator = request -> inSeconds(ALICE, 60);
        ClientChannel client = open();
        client.onText(auth("alice-120"));
        assertEquals(Optional.of("unknown_type"), socket.last().field("code"));
    }

    @Test
    void a_disconnected_user_leaves_no_deadline_behind() {
        open().onText(auth("alice-60"));
        assertEquals(1, hub.core.deadlines().size());
        hub.core.disconnect(ALICE);
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void a_time_beyond_all_bounds_is_no_limit() {
        authenticator = request -> CompletableFuture.completedStage(Authentication.accepted(ALICE, Instant.MAX));
        open();
        assertFalse(socket.last().fields().containsKey("auth_expires_in_ms"));
        assertEquals(0, hub.core.deadlines().size());
    }

    @Test
    void one_connection_that_expires_ends_no_other() {
        open().onText(auth("alice-60"));
        MemorySocket other = new MemorySocket();
        PendingClient second = new PendingClient(
                hub.core,
                new AuthenticationCheck(hub.core, authenticator, DECISION_TIMEOUT),
                other,
                ConnectOptions.live());
        second.begin(HandshakeRequest.builder("/ws").build(), FRAME_TIMEOUT);
        second.onText(auth("alice-120"));
        hub.pass(Duration.ofSeconds(60));
        assertEquals(Optional.of(4401), socket.closeCode());
        hub.think("r1");
        assertEquals("agent_thinking", other.last().type());
        assertFalse(socket.types().contains("agent_thinking"));
    }

    @Test
    void a_token_to_renew_ends_a_row_of_invalid_messages() {
        ClientChannel client = open();
        client.onText(auth("alice"));
        sendInvalid(client, 10);
        client.onText(auth("alice"));
        assertEquals("auth_renewed", socket.last().type());
        sendInvalid(client, 10);
        assertEquals(Optional.empty(), socket.closeCode());
        sendInvalid(client, 1);
        assertClosed(1008);
    }

    private static void sendInvalid(ClientChannel client, int times) {
        for (int i = 0; i < times; i++) {
            client.onText("{}");
        }
    }

    @Test
    void what_is_decided_of_a_renewal_after_the_end_is_not_counted() {
        CompletableFuture<Authentication> later = new CompletableFuture<>();
        tokens.put("later", later);
        ClientChannel client = open();
        client.onText(auth("alice"));
        client.onText(auth("later"));
        client.onClosed();
        later.complete(Authentication.accepted(ALICE));
        assertEquals(0, hub.core.counters().value(Counter.AUTHENTICATIONS_RENEWED));
    }
}
