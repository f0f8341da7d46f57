// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.wire.RawClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pages may connect when a proxy stands before the server, and whose word counts. */
class BehindProxyTest {
    private static final String PAGE = "Origin: https://chat.example";
    private static final String PROTO = "X-Forwarded-Proto: https";
    private static final String HOST = "X-Forwarded-Host: chat.example";

    private final Hub hub = Hub.create();
    private ThroughlineServer server;

    private void start(OriginPolicy origins, String... proxies) {
        server = builder().origins(origins).trustedProxies(proxies).build().start();
    }

    private ThroughlineServerBuilder builder() {
        return ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("alice"))))
                .port(0);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        hub.close();
    }

    private int status(String... headers) {
        try (RawClient client = new RawClient(server.port(), 0)) {
            client.send(RawClient.handshake("/ws", headers));
            return Integer.parseInt(client.readHead().substring(9, 12));
        }
    }

    @Test
    void aDeclaredProxyIsBelieved() {
        start(OriginPolicy.sameOrigin(), "127.0.0.0/8", "::1");
        assertEquals(101, status(PAGE, PROTO, HOST));
        assertEquals(101, status(PAGE, "Forwarded: for=198.51.100.7;proto=https;host=chat.example"));
        assertEquals(101, status("Origin: https://chat.example:8443", PROTO, HOST, "X-Forwarded-Port: 8443"));
        assertEquals(101, status("Origin: https://127.0.0.1", PROTO), "Host counts where the proxy names none");
    }

    @Test
    void foreignPagesAreRefusedBehindADeclaredProxyToo() {
        start(OriginPolicy.sameOrigin(), "127.0.0.1");
        assertEquals(403, status("Origin: https://evil.example", PROTO, HOST));
        assertEquals(403, status("Origin: http://chat.example", PROTO, HOST), "not by TLS");
        assertEquals(403, status("Origin: https://chat.example:8443", PROTO, HOST));
        assertEquals(403, status(PAGE), "the proxy said nothing");
        assertEquals(403, status(PAGE, PROTO, "X-Forwarded-Host: chat.example, evil.example"));
        assertEquals(403, status(PAGE, PROTO, HOST, "Forwarded: proto=https;host=evil.example"));
    }

    @Test
    void othersAreNotBelieved() {
        start(OriginPolicy.sameOrigin(), "10.0.0.0/8", "192.0.2.7");
        assertEquals(403, status(PAGE, PROTO, HOST));
        assertEquals(403, status(PAGE, "Forwarded: for=10.0.0.1;proto=https;host=chat.example"));
        assertEquals(101, status("Origin: http://127.0.0.1", PROTO, HOST), "only Host counts");
    }

    @Test
    void nobodyIsBelievedUnlessDeclared() {
        start(OriginPolicy.sameOrigin());
        assertEquals(403, status(PAGE, PROTO, HOST));
    }

    @Test
    void aPublicOriginNeedsNoProxysWord() {
        start(OriginPolicy.publicOrigin("https://chat.example"));
        assertEquals(101, status(PAGE));
        assertEquals(403, status("Origin: http://127.0.0.1"));
        assertEquals(403, status("Origin: https://evil.example", "X-Forwarded-Host: evil.example"));
    }

    @Test
    void listedOriginsComeBesideTheProxysOwn() {
        start(OriginPolicy.allowing(List.of("https://other.example")), "127.0.0.1");
        assertEquals(101, status(PAGE, PROTO, HOST));
        assertEquals(101, status("Origin: https://other.example", PROTO, HOST));
        assertEquals(403, status("Origin: https://evil.example", PROTO, HOST));
    }

    @Test
    void whatIsNoAddressIsNamed() {
        InvalidArgumentException failure =
                assertThrows(InvalidArgumentException.class, () -> builder().trustedProxies("proxy.local"));
        assertTrue(failure.getMessage().contains("\"proxy.local\""));
    }

    @Test
    void pagesMayOpenSocketsAtTheAddressThatTheyCameFrom() throws Exception {
        start(OriginPolicy.sameOrigin(), "127.0.0.1");
        String answer = new HttpProbe(server.port())
                .raw("GET / HTTP/1.1\r\nHost: upstream\r\n" + HOST + "\r\n" + PROTO + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("wss://chat.example;"), answer);
    }
}
