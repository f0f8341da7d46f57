// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.WireClient;
import io.throughline.testkit.Await;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Thousands of handshakes that are begun in another process and never finished; the server drops all, others notice nothing. */
class HalfHandshakesTest {
    private static final boolean FULL = "full".equals(System.getProperty("throughline.budget"));
    private static final int TOTAL = FULL ? 10_000 : 500;
    private static final int AT_ONCE = FULL ? 4_000 : 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(FULL ? 10 : 1);

    private static final Authenticator AUTHENTICATOR = Authenticator.firstOf(
            request -> CompletableFuture.completedStage(request.header("X-User")
                    .map(user -> Authentication.accepted(UserId.of(user)))
                    .orElseGet(Authentication::absent)),
            Authenticator.byAuthFrame(
                    token -> CompletableFuture.completedStage(Authentication.refused("none is good"))));

    @Test
    void half_done_handshakes_are_dropped_and_others_go_on() throws Exception {
        try (Hub hub = Hub.builder().handshakeRate(1_000_000, 1_000_000).build();
                ThroughlineServer server = ThroughlineServer.builder()
                        .hub(hub)
                        .authenticator(AUTHENTICATOR)
                        .httpIdleTimeout(TIMEOUT)
                        .authFrameTimeout(TIMEOUT)
                        .port(0)
                        .build()
                        .start();
                WireClient witness = WireClient.connect(server.port(), "witness")) {
            witness.first("hello");
            Process attack = attack(server.port());
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(attack.getInputStream(), StandardCharsets.UTF_8))) {
                assertEquals("reached", said.readLine());
                int rounds = 0;
                do {
                    oneRound(hub, server.port(), witness, ++rounds);
                } while (attack.isAlive());
                assertEquals("dropped " + TOTAL, said.readLine());
                assertTrue(attack.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, attack.exitValue());
                oneRound(hub, server.port(), witness, ++rounds);
            } finally {
                attack.destroyForcibly();
            }
            Await.until("only the witness is left", () -> server.openSockets() == 1);
            assertEquals(1, hub.manager().getConnectionCount());
        }
    }

    /** A client comes, is greeted, hears what it is sent, and leaves; the witness hears on. */
    private static void oneRound(Hub hub, int port, WireClient witness, int round) {
        UserId user = UserId.of("user-" + round);
        try (WireClient client = WireClient.connect(port, user.value())) {
            client.first("hello");
            hub.manager().sendMessage(user, Map.of("n", round));
            assertEquals(round, client.first("message").data().get("n"));
        }
        hub.manager().sendMessage(UserId.of("witness"), Map.of("n", round));
        assertEquals(round, witness.events(round).get(round - 1).data().get("n"));
    }

    private static Process attack(int port) throws Exception {
        URI classes =
                HalfHandshakes.class.getResource("HalfHandshakes.class").toURI().resolve("../../..");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        Path.of(classes).toString(),
                        HalfHandshakes.class.getName(),
                        String.valueOf(port),
                        String.valueOf(TOTAL),
                        String.valueOf(AT_ONCE))
                .redirectErrorStream(true)
                .start();
    }
}
