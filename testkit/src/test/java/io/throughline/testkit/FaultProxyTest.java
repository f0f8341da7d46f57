// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.Peers.Pair;
import io.throughline.testkit.ProxiedConnection.Ending;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {
    private final Peers peers = new Peers();
    private final FaultProxy proxy = peers.proxy;

    FaultProxyTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        peers.close();
    }

    @Test
    void without_faults_bytes_go_both_ways_and_ends_are_passed_on() throws IOException {
        Pair pair = peers.connect();
        pair.toServer("question");
        assertEquals("question", pair.atServer(8));
        pair.toClient("answer");
        assertEquals("answer", pair.atClient(6));
        assertEquals(8, pair.connection().bytes(Direction.TO_SERVER));
        assertEquals(6, pair.connection().bytes(Direction.TO_CLIENT));
        assertTrue(pair.connection().isOpen());
        assertEquals(Optional.empty(), pair.connection().ending());

        pair.client().shutdownOutput();
        assertEquals(-1, pair.server().getInputStream().read());
        pair.toClient("last");
        pair.server().close();
        assertEquals("last", pair.atClient(10));
        Await.until("the end", () -> pair.connection().isClosed());
        assertEquals(Optional.of(Ending.CLIENT), pair.connection().ending());
        assertEquals(1, proxy.ended(Ending.CLIENT));
        assertEquals(List.of(), proxy.connections());
    }

    @Test
    void more_than_any_buffer_holds_arrives_whole() throws Exception {
        Pair pair = peers.connect();
        byte[] much = new byte[5_000_000];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) ((i * 31) >> 5);
        }
        Thread sender = new Thread(() -> {
            try {
                pair.toClient(much);
                pair.server().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        sender.start();
        byte[] got = pair.client().getInputStream().readAllBytes();
        sender.join();
        assertTrue(Arrays.equals(much, got));
        pair.client().close();
        Await.until("the end", () -> pair.connection().isClosed());
        assertEquals(1, proxy.ended(Ending.SERVER));
    }

    @Test
    void a_cut_is_an_orderly_end_for_both_even_with_bytes_under_way() throws IOException {
        Pair pair = peers.connect();
        pair.connection().stall();
        pair.toServer("lost");
        pair.toClient("lost");
        pair.connection().cut();
        assertEquals(-1, pair.client().getInputStream().read());
        assertEquals(-1, pair.server().getInputStream().read());
        assertFalse(pair.connection().isOpen());
        pair.client().close();
        pair.server().close();
        Await.until("both hung up", () -> pair.connection().isClosed());
        assertEquals(1, proxy.ended(Ending.FAULT));
    }

    @Test
    void a_reset_is_an_error_for_both() throws IOException {
        Pair pair = peers.connect();
        pair.connection().reset();
        assertThrows(SocketException.class, () -> pair.client().getInputStream().read());
        assertThrows(SocketException.class, () -> pair.server().getInputStream().read());
        assertTrue(pair.connection().isClosed());
    }

    @Test
    void a_reset_by_a_peer_resets_the_other() throws IOException {
        Pair pair = peers.connect();
        pair.client().setSoLinger(true, 0);
        pair.client().close();
        assertThrows(SocketException.class, () -> pair.server().getInputStream().read());
        Await.until("the end", () -> pair.connection().isClosed());
        assertEquals(Optional.of(Ending.CLIENT), pair.connection().ending());
    }

    @Test
    void a_stall_holds_one_direction_until_it_is_resumed() throws IOException {
        Pair pair = peers.connect();
        pair.connection().stall(Direction.TO_CLIENT);
        pair.toClient("held");
        pair.toServer("there");
        assertEquals("there", pair.atServer(5));
        // What went the other way came through: only the stall can have held this back.
        assertEquals(0, pair.client().getInputStream().available());
        assertEquals(0, pair.connection().bytes(Direction.TO_CLIENT));
        pair.connection().resume();
        assertEquals("held", pair.atClient(4));
    }

    @Test
    void a_stall_holds_back_the_end_too() throws IOException {
        Pair pair = peers.connect();
        pair.connection().stall();
        pair.toServer("bye");
        pair.client().close();
        Pair other = peers.connect();
        other.toServer("x");
        assertEquals("x", other.atServer(1));
        assertTrue(pair.connection().isOpen());
        assertEquals(0, pair.server().getInputStream().available());
        pair.connection().resume();
        assertEquals("bye", pair.atServer(10));
    }

    @Test
    void a_client_that_vanished_leaves_the_server_alone_and_unaware() throws IOException {
        Pair pair = peers.connect();
        pair.connection().vanishClient();
        assertEquals(-1, pair.client().getInputStream().read());
        for (int i = 0; i < 100; i++) {
            pair.toClient("into the void");
        }
        assertEquals(0, pair.server().getInputStream().available());
        assertFalse(pair.connection().isOpen());
        assertFalse(pair.connection().isClosed());
        assertEquals(List.of(pair.connection()), proxy.connections());
        assertEquals(List.of(), proxy.openConnections());
        pair.server().close();
        Await.until("the server's end is seen", () -> pair.connection().isClosed());
    }

    @Test
    void a_server_that_vanished_leaves_the_client_alone_and_unaware() throws IOException {
        Pair pair = peers.connect();
        pair.connection().vanishServer();
        assertEquals(-1, pair.server().getInputStream().read());
        pair.toServer("into the void");
        assertEquals(0, pair.client().getInputStream().available());
        assertFalse(pair.connection().isClosed());
        pair.client().close();
        Await.until("the client's end is seen", () -> pair.connection().isClosed());
    }

    @Test
    void what_is_delayed_comes_later_and_in_order() throws IOException {
        Pair pair = peers.connect();
        pair.connection().delay(Duration.ofMillis(20));
        long sent = System.nanoTime();
        for (char c = 'a'; c <= 'z'; c++) {
            pair.toServer(String.valueOf(c));
        }
        assertEquals("abcdefghijklmnopqrstuvwxyz", pair.atServer(26));
        assertTrue(System.nanoTime() - sent >= 20_000_000);
        pair.connection().delay(Duration.ofDays(1));
        pair.toServer("1");
        Await.until("it is held", () -> pair.connection().held(Direction.TO_SERVER) == 1);
        pair.connection().delay(Duration.ZERO);
        pair.toServer("2");
        pair.toClient("3");
        assertEquals("3", pair.atClient(1));
        assertEquals(0, pair.server().getInputStream().available());
        pair.connection().resume();
        assertEquals("12", pair.atServer(2));
        pair.connection().delay(Duration.ofMillis(1));
        pair.toServer("4");
        assertEquals("4", pair.atServer(1));
    }

    @Test
    void a_throttle_lets_through_what_its_rate_allows() throws IOException {
        Pair pair = peers.connect();
        pair.connection().throttle(100_000);
        long sent = System.nanoTime();
        pair.toClient("x".repeat(10_000));
        assertEquals(10_000, pair.atClient(10_000).length());
        // All but the last slice were paid for in time: 2,000 bytes each.
        assertTrue(System.nanoTime() - sent >= 80_000_000, "faster than the throttle allows");
        pair.connection().throttle(1);
        pair.toClient("y".repeat(10_000));
        pair.connection().resume();
        assertEquals(10_000, pair.atClient(10_000).length());
    }

    @Test
    void refuses_on_its_own_port_and_accepts_there_again() throws IOException {
        Pair before = peers.connect();
        int port = proxy.port();
        for (int i = 0; i < 20; i++) {
            proxy.refuse();
            assertThrows(ConnectException.class, () -> peers.client().close());
            proxy.accept();
            peers.connect();
        }
        assertEquals(port, proxy.port());
        before.toServer("still there");
        assertEquals("still there", before.atServer(11));
    }

    @Test
    void a_server_that_is_not_there_ends_the_client() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.retarget(gone.getLocalPort());
        }
        Socket client = peers.client();
        assertThrows(SocketException.class, () -> client.getInputStream().read());
        assertEquals(1, proxy.ended(Ending.SERVER));
    }

    @Test
    void new_connections_go_to_the_new_target_and_old_ones_stay() throws IOException {
        Pair old = peers.connect();
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            proxy.retarget(new InetSocketAddress(other.getInetAddress(), other.getLocalPort()));
            Socket client = peers.client();
            Socket server = other.accept();
            client.getOutputStream().write('n');
            assertEquals('n', server.getInputStream().read());
            old.toServer("o");
            assertEquals("o", old.atServer(1));
        }
    }

    @Test
    void a_plan_is_done_to_all_connections_and_to_new_ones_before_anything_flows() throws IOException {
        Pair old = peers.connect();
        proxy.everyConnection(connection -> connection.stall(Direction.TO_SERVER));
        Pair fresh = peers.connect();
        old.toServer("a");
        fresh.toServer("b");
        old.toClient("c");
        assertEquals("c", old.atClient(1));
        fresh.toClient("d");
        assertEquals("d", fresh.atClient(1));
        assertEquals(0, old.server().getInputStream().available());
        assertEquals(0, fresh.server().getInputStream().available());
        assertEquals(2, fresh.connection().number());
        assertEquals(List.of(old.connection(), fresh.connection()), proxy.openConnections());
    }

    @Test
    void closing_ends_connections_and_thread_and_gives_the_port_back() throws IOException {
        Pair pair = peers.connect();
        proxy.close();
        proxy.close();
        assertThrows(SocketException.class, () -> pair.client().getInputStream().read());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().endsWith("proxy-" + proxy.port())));
        try (ServerSocket again = new ServerSocket(proxy.port(), 1, InetAddress.getLoopbackAddress())) {
            assertNotEquals(0, again.getLocalPort());
        }
        assertThrows(IllegalStateException.class, proxy::accept);
        pair.connection().cut();
        pair.connection().vanishClient();
        pair.connection().resume();
    }

    @Test
    void what_makes_no_sense_is_refused() throws IOException {
        Pair pair = peers.connect();
        ProxiedConnection connection = pair.connection();
        assertThrows(IllegalArgumentException.class, () -> connection.delay(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> connection.throttle(0));
        assertThrows(NullPointerException.class, () -> connection.stall(null));
        assertThrows(
                IllegalArgumentException.class,
                () -> proxy.retarget(InetSocketAddress.createUnresolved("localhost", 1)));
    }
}
