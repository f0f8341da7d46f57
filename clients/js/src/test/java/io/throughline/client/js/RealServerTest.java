// SPDX-License-Identifier: Apache-2.0
package io.throughline.client.js;

import io.throughline.api.ClientMessage;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.client.js.node.NodeTests;
import io.throughline.core.Agent;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketNotifier;
import io.throughline.tyrus.ThroughlineServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** The client in Node against the real server: the tests in {@code test/with-server} ask it for runs and follow them. */
class RealServerTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final int LARGE_LOG = 10_000;
    private static final int SMALL_LOG = 50;

    private static final Authenticator BY_QUERY =
            request -> CompletableFuture.completedFuture(request.queryParameter("user")
                    .map(user -> Authentication.accepted(UserId.of(user)))
                    .orElseGet(() -> Authentication.refused("the query has no user")));

    /** Takes tokens such as {@code alice/1500}: the user, and for how many milliseconds the token is good. */
    private static final Authenticator BY_TOKEN = Authenticator.byAuthFrame(token -> {
        String[] parts = token.split("/", -1);
        return CompletableFuture.completedFuture(
                parts.length == 2
                        ? Authentication.accepted(
                                UserId.of(parts[0]), Instant.now().plusMillis(Long.parseLong(parts[1])))
                        : Authentication.refused("not of the form user/milliseconds"));
    });

    /** A server whose agents think aloud as often as they are asked to, and wait for permission where they are to wait. */
    private static final class Thinkers implements AutoCloseable {
        private final Hub hub;
        private final ExecutionEngine engine;
        private final ThroughlineServer server;
        private final Map<UserId, Semaphore> permissions = new ConcurrentHashMap<>();

        Thinkers(int logMaxEntries, Authenticator authenticator) {
            hub = Hub.builder()
                    .logMaxEntries(logMaxEntries)
                    .heartbeat(Duration.ofMillis(500))
                    .build();
            engine = new ExecutionEngine(new WebSocketNotifier(hub.manager()));
            hub.onClientMessage("think", this::think);
            hub.onClientMessage("receipt", this::receipt);
            hub.onClientMessage("go_on", message -> permission(message).release());
            hub.onClientMessage("sign_out", message -> hub.manager().disconnectUser(message.userId()));
            server = ThroughlineServer.builder()
                    .hub(hub)
                    .authenticator(authenticator)
                    .port(0)
                    .build();
            server.start();
        }

        private Semaphore permission(ClientMessage message) {
            return permissions.computeIfAbsent(message.userId(), user -> new Semaphore(0));
        }

        private void think(ClientMessage message) {
            int times = ((Number) message.data().getOrDefault("times", 1)).intValue();
            boolean wait = Boolean.TRUE.equals(message.data().get("wait"));
            Agent agent = Agent.of("thinker", run -> {
                for (int i = 1; i <= times; i++) {
                    run.thinking(String.valueOf(i));
                }
                if (wait) {
                    permission(message).acquire();
                }
                return Map.of("times", times);
            });
            var unused = engine.execute(UserExecutionContext.of(message.userId()), agent);
        }

        /** Sends a message, and another one when all clients have handled it. */
        private void receipt(ClientMessage message) {
            UserId user = message.userId();
            var unused = hub.manager()
                    .sendMessage(user, Map.of("text", "to be handled"))
                    .thenCompose(sent -> sent.receipt().handledByAll())
                    .thenCompose(receipt -> hub.manager().sendMessage(user, Map.of("handled_by", receipt.handled())));
        }

        String url() {
            return "ws://127.0.0.1:" + server.port() + "/ws";
        }

        @Override
        public void close() {
            engine.close();
            server.close();
            hub.close();
        }
    }

    @Test
    void it_follows_the_log_of_a_real_server() throws IOException, InterruptedException {
        NodeTests.requirePackages(MODULE);
        try (Thinkers server = new Thinkers(LARGE_LOG, BY_QUERY);
                Thinkers forgetful = new Thinkers(SMALL_LOG, BY_QUERY);
                Thinkers guarded = new Thinkers(LARGE_LOG, BY_TOKEN)) {
            NodeTests.run(
                    MODULE.resolve("test/with-server"),
                    Map.of(
                            "THROUGHLINE_URL", server.url(),
                            "THROUGHLINE_FORGETFUL_URL", forgetful.url(),
                            "THROUGHLINE_GUARDED_URL", guarded.url()));
        }
    }
}
