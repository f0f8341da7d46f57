// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.wire.RawClient;
import io.throughline.jakarta.endpoint.wire.WireClient;
import io.throughline.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes and frames that no proper client sends: each gets its answer, and the server goes on. */
class MalformedTest {
    private final Hub hub = Hub.create();
    private ThroughlineServer server;
    private HttpProbe http;

    @BeforeEach
    void start() {
        server = ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("alice"))))
                .origins(OriginPolicy.allowing(List.of("https://app.example")))
                .port(0)
                .build()
                .start();
        http = new HttpProbe(server.port());
    }

    @AfterEach
    void theServerGoesOn() {
        try (WireClient client = WireClient.connect(server.port(), "alice")) {
            client.first("hello");
        }
        Await.until("no socket is left", () -> server.openSockets() == 0);
        server.close();
        hub.close();
    }

    /** Each is answered, and its connection closed: one that stayed open would be counted, and cut, by nothing. */
    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X-Nothing: 1, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: c2hvcnQ=, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: ***, 400",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 400",
        "Sec-WebSocket-Version: 13, X-Nothing: 1, 400",
        "Connection: Upgrade, Connection: keep-alive, 400",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "Upgrade: websocket, 'Upgrade: h2c, websocket', 426",
        "Upgrade: websocket, 'Upgrade: websocket, h2c', 426",
        "Upgrade: websocket, 'Upgrade: websocket\r\nUpgrade: h2c', 426",
        "Upgrade: websocket, 'Upgrade: h2c\r\nUpgrade: websocket', 426",
        "Sec-WebSocket-Version: 13, 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8', 400",
        "Upgrade: websocket, X-Nothing: 1, 426",
        "Host: 127.0.0.1, X-Nothing: 1, 400",
        "GET /ws HTTP/1.1, POST /ws HTTP/1.1, 405",
        "GET /ws HTTP/1.1, GET /ws HTTP/1.0, 400",
        "GET /ws HTTP/1.1, GET /ws?a=%zz HTTP/1.1, 400",
        "GET /ws HTTP/1.1, GET /ws?a={b} HTTP/1.1, 400",
        "GET /ws HTTP/1.1, GET /WS HTTP/1.1, 404",
        "GET /ws HTTP/1.1, GET /ws/ HTTP/1.1, 404",
        "GET /ws HTTP/1.1, GET /%77s HTTP/1.1, 404"
    })
    void handshakes(String proper, String changed, int status) {
        String answer = http.raw(RawClient.handshake("/ws").replace(proper, changed));
        assertEquals("HTTP/1.1 " + status, answer.substring(0, 12), answer);
        if (changed.contains("Version")) {
            assertTrue(HttpProbe.hasHeader(answer, "Sec-WebSocket-Version: 13"), answer);
        }
    }

    /** Such connections are closed by the server when they have been idle for long enough; this one leaves earlier. */
    @Test
    void whatIsNotHttpHarmsNobody() {
        for (String nonsense :
                List.of("\u0016\u0003\u0001 nonsense\r\n\r\n", "GET\r\n\r\n", "\r\n", "GET /ws HTTP/1.1\r\nHo")) {
            try (RawClient client = new RawClient(server.port(), 0)) {
                client.send(nonsense);
            }
        }
    }

    @Test
    void allowedOriginsConnectAndOthersDoNot() {
        assertEquals(
                "HTTP/1.1 403",
                http.raw(RawClient.handshake("/ws", "Origin: https://app.example.evil"))
                        .substring(0, 12));
        assertEquals(
                "HTTP/1.1 403",
                http.raw(RawClient.handshake("/ws", "Origin: http://app.example"))
                        .substring(0, 12));
        try (WireClient client =
                WireClient.connecting(server.port(), "", Map.of("Origin", "https://app.example"), List.of())) {
            client.first("hello");
        }
    }

    /** The length alone tells: nothing of the payload was sent. */
    @Test
    void aFrameThatPromisesTooMuchIsRefusedAtItsHeader() {
        for (long length : new long[] {64 * 1024 + 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE + 5}) {
            assertClosed(1009, RawClient.header(1, true, true, length));
        }
    }

    @Test
    void framesThatBreakTheProtocolAreRefused() {
        assertClosed(1002, RawClient.header(1, true, false, 5));
        assertClosed(1002, RawClient.header(3, true, true, 0));
        assertClosed(1002, RawClient.header(0, true, true, 0));
        assertClosed(1002, RawClient.header(9, false, true, 0));
        assertClosed(1002, RawClient.header(0x41, true, true, 0));
    }

    private void assertClosed(int code, byte[] sent) {
        try (RawClient client = RawClient.connect(server.port(), "alice", 0)) {
            client.readText();
            client.send(sent);
            assertEquals(code, client.readCloseCode());
        }
    }

    /** The close frame must survive all that the client is still sending. */
    @Test
    void aClientThatGoesOnSendingStillLearnsWhyItWasClosed() {
        try (WireClient client = WireClient.connect(server.port(), "alice")) {
            client.first("hello");
            client.socket().sendText("x".repeat(8 << 20), true).exceptionally(failure -> null);
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void aHandshakeInPiecesIsRead() {
        try (RawClient client = new RawClient(server.port(), 0)) {
            for (String line : RawClient.handshake("/ws").split("(?<=\n)", -1)) {
                client.send(line);
            }
            assertTrue(client.readHead().startsWith("HTTP/1.1 101"));
            assertTrue(client.readText().contains("hello"));
        }
    }
}
