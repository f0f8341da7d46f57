// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.DrainOptions;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.TestCertificate;
import io.throughline.jakarta.endpoint.wire.WireClient;
import io.throughline.testkit.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server behind the real nginx, as docs/nginx.conf configures it: TLS ends there. */
class NginxTest {
    private static final UserId ALICE = UserId.of("alice");

    @TempDir
    private Path folder;

    private final List<ThroughlineServer> servers = new ArrayList<>();
    private final List<Hub> hubs = new ArrayList<>();
    private HttpClient http;
    private Nginx nginx;

    @BeforeEach
    void certify() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        certificate.writePem(folder);
        http = certificate.client();
    }

    private ThroughlineServer serve(Duration heartbeat) {
        Hub hub = Hub.builder().heartbeat(heartbeat).build();
        hubs.add(hub);
        ThroughlineServer server = ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(ALICE)))
                .trustedProxies("127.0.0.1")
                .port(0)
                .route("/health", request -> RouteResponse.text("up"))
                .build()
                .start();
        servers.add(server);
        return server;
    }

    private void start() throws Exception {
        nginx = Nginx.start(folder, "60s", serve(Duration.ofSeconds(25)).port());
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        servers.forEach(ThroughlineServer::close);
        hubs.forEach(Hub::close);
    }

    private String origin() {
        return "https://127.0.0.1:" + nginx.port();
    }

    private WireClient connecting(Map<String, String> headers) {
        return WireClient.connecting(http, URI.create("wss://127.0.0.1:" + nginx.port() + "/ws"), headers);
    }

    private WireClient connect() {
        WireClient client = connecting(Map.of("Origin", origin()));
        client.first("hello");
        return client;
    }

    private int refusal(Map<String, String> headers) {
        return assertInstanceOf(
                        WebSocketHandshakeException.class, connecting(headers).handshakeFailure())
                .getResponse()
                .statusCode();
    }

    @Test
    void clientsAndPagesAreServed() throws Exception {
        start();
        try (WireClient client = connect()) {
            for (int i = 0; i < 100; i++) {
                hubs.get(0).manager().sendMessage(ALICE, Map.of("i", i));
            }
            client.events(100);
            client.send("{\"type\":\"ack\",\"seq\":100}");
            assertEquals("through", client.pingPong("through"));
        }
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(origin() + "/health")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals("up", page.body());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("wss://127.0.0.1:" + nginx.port()), policy);
    }

    @Test
    void onlyPagesOfThePublicAddressMayConnect() throws Exception {
        start();
        connect().close();
        assertEquals(403, refusal(Map.of("Origin", "https://evil.example")));
        assertEquals(403, refusal(Map.of("Origin", "http://127.0.0.1:" + nginx.port())), "not by TLS");
        assertEquals(
                403,
                refusal(Map.of("Origin", "https://127.0.0.1:" + servers.get(0).port())));
    }

    @Test
    void whatClientsClaimIsReplaced() throws Exception {
        start();
        assertEquals(
                403,
                refusal(Map.of(
                        "Origin", "https://evil.example",
                        "X-Forwarded-Host", "evil.example",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Port", "443",
                        "Forwarded", "proto=https;host=evil.example")));
        WireClient client = connecting(
                Map.of("Origin", origin(), "X-Forwarded-Host", "evil.example", "Forwarded", "proto=http;host=evil"));
        client.first("hello");
        client.close();
    }

    @Test
    void heartbeatsKeepIdleConnectionsOpen() throws Exception {
        nginx = Nginx.start(folder, "1s", serve(Duration.ofMillis(200)).port());
        try (WireClient client = connect()) {
            Await.until(
                    () -> "heartbeats for twice the timeout, there are " + client.frames(),
                    () -> client.frames().stream()
                                    .filter(frame -> frame.type().equals("heartbeat"))
                                    .count()
                            >= 10);
            hubs.get(0).manager().sendMessage(ALICE, Map.of("still", "there"));
            client.events(1);
        }
    }

    /** What the other test would not notice if the timeout were not in force. */
    @Test
    void idleConnectionsWithoutHeartbeatsAreCut() throws Exception {
        nginx = Nginx.start(folder, "1s", serve(Duration.ofHours(1)).port());
        try (WireClient client = connect()) {
            assertEquals(1006, client.closeCode());
        }
    }

    @Test
    void aDrainedServersClientsAreToldAndNewOnesAreRefused() throws Exception {
        start();
        try (WireClient client = connect()) {
            servers.get(0).drain(DrainOptions.defaults());
            client.first("drain");
            assertEquals(1012, client.closeCode());
        }
        WebSocketHandshakeException refused = assertInstanceOf(
                WebSocketHandshakeException.class, connecting(Map.of()).handshakeFailure());
        assertEquals(503, refused.getResponse().statusCode());
        assertEquals(
                "5", refused.getResponse().headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void whileOneServerIsDrainedTheOtherTakesItsClients() throws Exception {
        int first = serve(Duration.ofSeconds(25)).port();
        int second = serve(Duration.ofSeconds(25)).port();
        nginx = Nginx.start(folder, "60s", first, second);
        servers.get(0).drain(DrainOptions.defaults()).toCompletableFuture().join();
        for (int i = 0; i < 6; i++) {
            connect().close();
        }
        assertEquals(0, hubs.get(0).statistics().counter("connections_opened"));
        assertEquals(6, hubs.get(1).statistics().counter("connections_opened"));
    }
}
