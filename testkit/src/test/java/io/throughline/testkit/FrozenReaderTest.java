// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FrozenReaderTest {
    private static final URI TARGET = URI.create("/ws?cursor=earliest");
    private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private SocketChannel server;

    FrozenReaderTest() throws IOException {
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        if (server != null) {
            server.close();
        }
    }

    private FrozenReader connect(String answer) throws Exception {
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        CompletableFuture<FrozenReader> client =
                CompletableFuture.supplyAsync(() -> FrozenReader.connect(port, TARGET, Map.of("X-User", "alice")));
        server = listener.accept();
        server.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
        byte[] buffer = new byte[4096];
        ByteBuffer received = ByteBuffer.wrap(buffer);
        String request = "";
        while (!request.endsWith("\r\n\r\n")) {
            server.read(received);
            request = new String(buffer, 0, received.position(), ISO_8859_1);
        }
        assertTrue(request.startsWith("GET /ws?cursor=earliest HTTP/1.1\r\n"), request);
        assertTrue(request.contains("\r\nX-User: alice\r\n"), request);
        server.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
        return client.join();
    }

    private static ByteBuffer event(int seq) {
        byte[] json = ("{\"type\":\"message\",\"user_id\":\"alice\",\"seq\":" + seq + ",\"data\":{\"text\":\""
                        + "x".repeat(200) + "\"}}")
                .getBytes(ISO_8859_1);
        return ByteBuffer.allocate(json.length + 4)
                .put((byte) 0x81)
                .put((byte) 126)
                .putShort((short) json.length)
                .put(json)
                .flip();
    }

    @Test
    void frozen_it_takes_little_and_thawed_all_in_order() throws Exception {
        try (FrozenReader client = connect(ACCEPTED)) {
            server.configureBlocking(false);
            int sent = 0;
            ByteBuffer frame = event(0);
            while (server.write(frame) > 0 || (frame.hasRemaining() && sent == 0)) {
                if (!frame.hasRemaining()) {
                    frame = event(++sent);
                }
                assertTrue(sent < 10_000, "a client that reads nothing took " + sent + " events");
            }
            ByteBuffer rest = frame;
            int last = sent;
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    server.configureBlocking(true);
                    server.write(rest);
                    server.write(ByteBuffer.wrap(new byte[] {(byte) 0x89, 0, (byte) 0x88, 2, 3, (byte) 0xe9}));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            List<ReceivedFrame> first = client.thaw(received -> received.seq().getAsLong() == 0);
            assertEquals(1, first.size());
            assertEquals(OptionalInt.empty(), client.closeCode());
            List<ReceivedFrame> others = client.thaw();
            writer.join();
            assertEquals(last, others.size());
            for (int i = 0; i < others.size(); i++) {
                assertEquals(i + 1, others.get(i).seq().getAsLong());
            }
            assertEquals(OptionalInt.of(1001), client.closeCode());
            assertEquals(List.of(), client.thaw());
        }
    }

    @Test
    void an_end_without_a_close_frame_is_1006() throws Exception {
        try (FrozenReader client = connect(ACCEPTED)) {
            server.close();
            assertEquals(List.of(), client.thaw());
            assertEquals(OptionalInt.of(1006), client.closeCode());
        }
    }

    @Test
    void a_refusal_fails_the_test_with_what_the_server_said() {
        Throwable thrown = assertThrows(Exception.class, () -> connect("HTTP/1.1 403 Forbidden\r\n\r\n"))
                .getCause();
        assertTrue(thrown instanceof AssertionError && thrown.getMessage().contains("403"), String.valueOf(thrown));
    }
}
