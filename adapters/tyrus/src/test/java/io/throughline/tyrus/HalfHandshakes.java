// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A process that begins handshakes at a port of 127.0.0.1 and finishes none, until the server has dropped each of them;
 * it ends by itself after two minutes at the latest.
 *
 * <p>In turn a connection says nothing, half a line, all lines but the last, one byte now and then, or shakes hands and
 * then never says who it is. Arguments: port, how many in all, how many at once. It prints {@code reached} when so many
 * are open, and {@code dropped N} at its end.
 */
final class HalfHandshakes {
    private static final long LIFE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long DRIP_NANOS = Duration.ofMillis(100).toNanos();
    private static final int CONNECTING_AT_ONCE = 100;
    private static final int DRIPPING = 3;
    private static final String HEAD = String.join(
            "\r\n",
            "GET /ws HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    private static final List<String> BEGINNINGS = List.of("", "GET /ws HT", HEAD, "GET /", HEAD + "\r\n");

    private final InetSocketAddress server;
    private final int total;
    private final int atOnce;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(4_096);
    private int begun;
    private int connecting;
    private int dropped;
    private boolean reached;
    private long lastDrip = System.nanoTime();

    private HalfHandshakes(int port, int total, int atOnce) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.total = total;
        this.atOnce = atOnce;
    }

    public static void main(String[] args) throws IOException {
        HalfHandshakes attack =
                new HalfHandshakes(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        attack.run();
        System.out.println("dropped " + attack.dropped);
    }

    private void run() throws IOException {
        long end = System.nanoTime() + LIFE_NANOS;
        while (dropped < total && System.nanoTime() - end < 0) {
            while (begun < total && begun - dropped < atOnce && connecting < CONNECTING_AT_ONCE) {
                begin();
            }
            selector.select(50);
            for (SelectionKey key : selector.selectedKeys()) {
                go(key);
            }
            selector.selectedKeys().clear();
            drip();
            if (!reached && begun - dropped >= atOnce && connecting == 0) {
                reached = true;
                System.out.println("reached");
            }
        }
    }

    private void begin() throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.configureBlocking(false);
        socket.connect(server);
        socket.register(selector, SelectionKey.OP_CONNECT, begun % BEGINNINGS.size());
        begun++;
        connecting++;
    }

    private void go(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                connecting--;
                socket.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write(socket, BEGINNINGS.get((Integer) key.attachment()));
            } else if (socket.read(buffer.clear()) < 0) {
                drop(key);
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void drop(SelectionKey key) {
        dropped++;
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void drip() {
        if (System.nanoTime() - lastDrip < DRIP_NANOS) {
            return;
        }
        lastDrip = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment().equals(DRIPPING) && key.interestOps() == SelectionKey.OP_READ) {
                try {
                    write((SocketChannel) key.channel(), "x");
                } catch (IOException e) {
                    drop(key);
                }
            }
        }
    }
}
