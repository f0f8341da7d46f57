// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.TicketAuthenticator;
import io.throughline.core.internal.accept.PendingClient;
import io.throughline.core.internal.log.FullBudgetOnly;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Clients with hostile handshakes send hostile texts, {@value #INPUTS} each: nothing is ever thrown, every answer is a
 * frame, and when they are gone the hub holds what it held before them: nothing.
 */
class InboundFuzzTest {
    private static final int INPUTS = 20;
    private static final UserId ALICE = TestHub.ALICE;
    private static final List<String> TOKENS = List.of("alice", "alice-60", "bob", "slow", "failing", "null", "thrown");
    private static final List<String> HEADERS = List.of("Authorization", "Cookie", "Origin", "Host", "X-User", "");
    private static final List<String> QUERY = List.of("cursor", "client_id", "ticket", "token", "");

    private static long answers;
    private static long attached;

    private final TestHub hub = new TestHub();
    private final TicketAuthenticator tickets = TicketAuthenticator.builder()
            .clock(() -> hub.core.clock().instant())
            .build();
    private final Authenticator authenticator = Authenticator.firstOf(
            request -> request.header("X-User")
                    .map(this::judged)
                    .orElseGet(() -> CompletableFuture.completedStage(Authentication.absent())),
            tickets,
            Authenticator.byAuthFrame(this::judged));

    private CompletionStage<Authentication> judged(String token) {
        return switch (token) {
            case "alice" -> CompletableFuture.completedStage(Authentication.accepted(ALICE));
            case "alice-60" ->
                CompletableFuture.completedStage(Authentication.accepted(
                        ALICE, hub.core.clock().instant().plusSeconds(60)));
            case "bob" -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("bob")));
            case "slow" -> new CompletableFuture<>();
            case "failing" -> CompletableFuture.failedStage(new IllegalStateException("down"));
            case "null" -> CompletableFuture.completedStage(null);
            case "thrown" -> throw new IllegalStateException("thrown");
            default -> CompletableFuture.completedStage(Authentication.refused("unknown"));
        };
    }

    InboundFuzzTest() {
        hub.core.handle("ask", message -> message.reply(message.data()));
        hub.core.handle("picky", message -> {
            throw new IllegalArgumentException("no: " + message.data());
        });
        hub.core.handle("deadly", message -> {
            throw new AssertionError("no");
        });
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void nothing_that_20_000_inputs_do_is_thrown_or_kept(@ForAll long seed) {
        session(new Random(seed));
    }

    @Property(tries = 50_000, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(FullBudgetOnly.class)
    void nothing_that_1_000_000_inputs_do_is_thrown_or_kept(@ForAll long seed) {
        session(new Random(seed));
    }

    /** A test that never came to the inside would prove little. */
    @AfterContainer
    static void inputsReachTheInside() {
        assertTrue(attached > 400, "only " + attached + " clients got in");
        assertTrue(answers > 2_000, "there were only " + answers + " answers");
    }

    private void session(Random random) {
        HostileText texts = new HostileText(random, TOKENS);
        MemorySocket socket = new MemorySocket();
        HandshakeRequest request = HandshakeRequest.builder("/ws")
                .headers(texts.parameters(HEADERS))
                .query(texts.parameters(QUERY))
                .build();
        ConnectOptions options = ConnectOptions.builder()
                .cursor(request.queryParameter("cursor").orElse(null))
                .clientId(request.queryParameter("client_id").orElse(null))
                .build();
        PendingClient client = new PendingClient(
                hub.core, new AuthenticationCheck(hub.core, authenticator, Duration.ofSeconds(10)), socket, options);
        client.begin(request, Duration.ofSeconds(5));
        if (random.nextInt(4) > 0) {
            client.onText("{\"type\":\"auth\",\"token\":\"alice-60\"}");
        }
        for (int i = 0; i < INPUTS; i++) {
            input(client, texts, random);
        }
        client.onClosed();
        attached += socket.isAttached() ? 1 : 0;
        answers += socket.received().size();
        for (ReceivedFrame frame : socket.received()) {
            assertTrue(frame.seq().isEmpty(), frame.text());
        }
        assertNothingIsKept();
    }

    private void input(PendingClient client, HostileText texts, Random random) {
        switch (random.nextInt(40)) {
            case 0 -> client.onBinary();
            case 1 -> client.onActivity();
            case 2 -> hub.pass(Duration.ofMillis(random.nextInt(8_000)));
            default -> client.onText(texts.next());
        }
    }

    private void assertNothingIsKept() {
        hub.pass(Duration.ofSeconds(10));
        hub.pass(Duration.ofMinutes(1));
        assertEquals(0, hub.core.connectionCount());
        assertEquals(0, hub.core.deadlines().size());
        assertEquals(0, hub.core.logCount());
        assertEquals(0, tickets.outstanding());
    }
}
