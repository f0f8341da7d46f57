// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.RawClient;
import io.throughline.jakarta.endpoint.wire.TestCertificate;
import io.throughline.jakarta.endpoint.wire.WireClient;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server by TLS, with a certificate that only the test's client knows. */
class TlsTest {
    private static final UserId ALICE = UserId.of("alice");

    @TempDir
    private Path folder;

    /** Holds all that the tests send, however slow the client is. */
    private final Hub hub = Hub.builder().logMaxBytes(64 << 20).build();

    private TestCertificate certificate;
    private ThroughlineServer server;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.in(folder);
        http = certificate.client();
        server = builder().build().start();
    }

    private ThroughlineServerBuilder builder() throws GeneralSecurityException {
        return ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(ALICE)))
                .tls(certificate.server())
                .port(0)
                .route("/health", request -> RouteResponse.text("up"));
    }

    @AfterEach
    void stop() {
        server.close();
        hub.close();
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }

    private WireClient connecting(Map<String, String> headers) {
        return WireClient.connecting(http, uri("wss", "/ws"), headers);
    }

    @Test
    void clientsAreServedByWss() {
        try (WireClient client = connecting(Map.of("Origin", "https://127.0.0.1:" + server.port()))) {
            client.first("hello");
            String big = "x".repeat(100_000);
            for (int i = 0; i < 50; i++) {
                hub.manager().sendMessage(ALICE, Map.of("i", i, "big", big));
            }
            List<ReceivedFrame> events = client.events(50);
            assertEquals(
                    LongStream.rangeClosed(1, 50).boxed().toList(),
                    events.stream().map(event -> event.seq().getAsLong()).toList());
            client.send("{\"type\":\"ack\",\"seq\":50}");
            assertEquals("still there", client.pingPong("still there"));
            server.close();
            assertEquals(1001, client.closeCode());
        }
    }

    @Test
    void pagesAreServedByHttps() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("https", "/health")).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals("up", answer.body());
        assertTrue(answer.sslSession().isPresent());
    }

    @Test
    void pagesThatWereNotFetchedByHttpsAreForeign() {
        WireClient client = connecting(Map.of("Origin", "http://127.0.0.1:" + server.port()));
        WebSocketHandshakeException refused =
                assertInstanceOf(WebSocketHandshakeException.class, client.handshakeFailure());
        assertEquals(403, refused.getResponse().statusCode());
    }

    @Test
    void whoDoesNotTrustTheCertificateDoesNotConnect() {
        WireClient client = WireClient.connecting(HttpClient.newHttpClient(), uri("wss", "/ws"), Map.of());
        assertInstanceOf(SSLHandshakeException.class, client.handshakeFailure());
        assertServed();
    }

    @Test
    void plainTextIsRefused() {
        String brokenRecord = "\u0016\u0003\u0001\u0000\u0005wrong";
        for (String text : List.of(RawClient.handshake("/ws"), "nonsense".repeat(100), brokenRecord)) {
            try (RawClient plain = new RawClient(server.port(), 0)) {
                plain.send(text);
                assertFalse(readUntilClosed(plain).contains("HTTP"), "no word is said in plain text");
            }
        }
        Await.until("no socket is left", () -> server.openSockets() == 0);
        assertServed();
    }

    @Test
    void aHandshakeThatIsNotFinishedIsCut() throws Exception {
        try (ThroughlineServer impatient =
                        builder().httpIdleTimeout(Duration.ofSeconds(1)).build().start();
                RawClient half = new RawClient(impatient.port(), 0)) {
            half.send("\u0016\u0003\u0001\u0001\u0000the rest never comes");
            assertEquals("", readUntilClosed(half));
        }
    }

    private static String readUntilClosed(RawClient client) {
        try {
            return client.readAll();
        } catch (UncheckedIOException e) {
            assertInstanceOf(SocketException.class, e.getCause(), "it is reset");
            return "";
        }
    }

    private void assertServed() {
        try (WireClient client = connecting(Map.of())) {
            client.first("hello");
        }
    }
}
