// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.IdentifiedError;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.RawClient;
import io.throughline.jakarta.endpoint.wire.WireClient;
import io.throughline.testkit.Await;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Building, starting and closing a server, and what it says when that cannot be done. */
class ServerLifeTest {
    private static final Authenticator ANYBODY =
            request -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("alice")));

    private final Hub hub = Hub.create();

    private ThroughlineServerBuilder builder() {
        return ThroughlineServer.builder().hub(hub).authenticator(ANYBODY).port(0);
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void aServerWithoutAnAuthenticatorIsNotBuilt() {
        assertError(
                ErrorIds.NO_AUTHENTICATOR,
                "authenticator(",
                ThroughlineServer.builder().hub(hub)::build);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertError(
                ErrorIds.INVALID_SETTING, "hub(", ThroughlineServer.builder().authenticator(ANYBODY)::build);
        assertError(ErrorIds.INVALID_SETTING, "65536", () -> builder().port(65_536));
        assertError(ErrorIds.INVALID_SETTING, "-1", () -> builder().port(-1));
        assertError(ErrorIds.INVALID_SETTING, "blank", () -> builder().host(" "));
        assertError(ErrorIds.INVALID_SETTING, "no slash", () -> builder().webSocketPath("no slash"));
        assertError(
                ErrorIds.INVALID_SETTING,
                "/health",
                () -> builder()
                        .route("/health", request -> RouteResponse.text("a"))
                        .route("/health", request -> RouteResponse.text("b")));
        assertError(ErrorIds.INVALID_SETTING, "/ws", builder().route("/ws", request -> RouteResponse.text("a"))::build);
        assertError(
                ErrorIds.INVALID_SETTING,
                "authenticationTimeout",
                builder().authenticationTimeout(Duration.ZERO)::build);
        assertError(ErrorIds.NO_STATIC_PAGES, "nowhere", () -> builder().staticPages(Path.of("nowhere")));
        assertError(
                ErrorIds.NO_STATIC_PAGES,
                "nowhere/index.html",
                () -> builder().staticPages("nowhere", getClass().getClassLoader()));
        assertThrows(NullPointerException.class, () -> builder().hub(null));
        assertThrows(InvalidArgumentException.class, () -> RouteResponse.of(99, "text/plain", ""));
    }

    private static void assertError(ErrorId id, String named, Executable action) {
        RuntimeException failure = assertThrows(RuntimeException.class, action);
        assertEquals(id, ((IdentifiedError) failure).errorId());
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ThroughlineServer server = builder().port(taken.getLocalPort()).build()) {
            assertError(ErrorIds.CANNOT_LISTEN, "127.0.0.1:" + taken.getLocalPort(), server::start);
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        ThroughlineServer server = builder().host("192.0.2.1").build();
        assertError(ErrorIds.CANNOT_LISTEN, "192.0.2.1:0", server::start);
    }

    @Test
    void aNameOfNoMachineIsNamed() {
        ThroughlineServer server = builder().host("no-such-host.invalid").build();
        assertError(ErrorIds.CANNOT_LISTEN, "no-such-host.invalid:0", server::start);
    }

    @Test
    void onlyTheChosenAddressIsListenedAt() throws Exception {
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst();
        Assumptions.assumeTrue(other.isPresent(), "this machine has no address but loopback");
        try (ThroughlineServer server = builder().build().start();
                Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(other.get(), server.port());
            assertThrows(ConnectException.class, () -> socket.connect(address));
        }
    }

    @Test
    void closingSaysGoingAwayAndFreesThePort() throws Exception {
        ThroughlineServer server = builder().build().start();
        int port = server.port();
        try (WireClient one = WireClient.connect(port, "alice");
                WireClient two = WireClient.connect(port, "alice")) {
            one.first("hello");
            two.first("hello");
            assertEquals(2, server.openSockets());
            server.close();
            server.close();
            assertEquals(1001, one.closeCode());
            assertEquals(1001, two.closeCode());
            Await.until("connections are forgotten", () -> hub.manager().getConnectionCount() == 0);
            assertEquals(0, server.openSockets());
            assertThrows(IllegalStateException.class, server::start);
            assertThrows(IllegalStateException.class, server::port);
        }
        try (ThroughlineServer next = builder().port(port).build().start();
                WireClient again = WireClient.connect(next.port(), "alice")) {
            again.first("hello");
        }
    }

    @Test
    void aServerIsStartedOnce() {
        try (ThroughlineServer server = builder().build().start()) {
            assertError(ErrorIds.ALREADY_DONE, "Build a new one", server::start);
        }
    }

    @Test
    void twoServersShareAHub() {
        try (ThroughlineServer one = builder().build().start();
                ThroughlineServer two = builder().build().start();
                WireClient first = WireClient.connect(one.port(), "alice");
                WireClient second = WireClient.connect(two.port(), "alice")) {
            first.first("hello");
            second.first("hello");
            hub.manager().sendMessage(UserId.of("alice"), Map.of("n", 1));
            assertEquals(first.first("message").text(), second.first("message").text());
        }
    }

    @Test
    void idleHttpIsClosedAndIdleSocketsAreNot() {
        try (ThroughlineServer server =
                        builder().httpIdleTimeout(Duration.ofSeconds(1)).build().start();
                RawClient socket = RawClient.connect(server.port(), "alice", 0);
                RawClient reused = new RawClient(server.port(), 0)) {
            reused.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
            reused.readHead();
            reused.send(RawClient.handshake("/ws"));
            reused.readHead();
            for (int i = 0; i < 2; i++) {
                try (RawClient http = new RawClient(server.port(), 0)) {
                    http.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
                    http.readAll();
                }
            }
            for (RawClient client : List.of(socket, reused)) {
                client.readText();
                client.sendFrame(9, true, new byte[] {7});
                assertEquals(10, client.readFrame().opcode());
            }
        }
    }

    @Test
    void aDecisionThatNeverComesEndsWith4401() {
        try (ThroughlineServer server = ThroughlineServer.builder()
                        .hub(hub)
                        .authenticator(request -> new CompletableFuture<>())
                        .authenticationTimeout(Duration.ofMillis(100))
                        .port(0)
                        .build()
                        .start();
                WireClient client = WireClient.connect(server.port(), "alice")) {
            assertEquals(4401, client.closeCode());
        }
    }

    @Test
    void aClientThatFloodsWithPingsIsClosedWith4429() {
        try (ThroughlineServer server = builder().build().start();
                RawClient flood = RawClient.connect(server.port(), "alice", 0);
                WireClient other = WireClient.connect(server.port(), "alice")) {
            byte[] ping = RawClient.header(9, true, true, 0);
            ByteBuffer pings = ByteBuffer.allocate(10_000 * ping.length);
            while (pings.hasRemaining()) {
                pings.put(ping);
            }
            flood.send(pings.array());
            assertEquals(4429, flood.readCloseCode());
            assertEquals("still there", other.pingPong("still there"));
        }
    }
}
