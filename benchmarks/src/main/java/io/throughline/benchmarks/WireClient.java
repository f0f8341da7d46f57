// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** One client of {@link WireClients}: shakes hands, then finds in what comes when it was sent. */
final class WireClient {
    private static final byte[] MARK = "\"sent\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 19;
    private static final int SMALL_BUFFER = 2_048;

    private final SocketChannel channel;
    private final ByteBuffer buffer;

    /** Connects and shakes hands; a frozen one has a small buffer, so that the server notices soon that it does not read. */
    WireClient(int port, String path, String user, boolean frozen) throws IOException {
        channel = SocketChannel.open();
        if (frozen) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-User: " + user
                + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && channel.read(one) > 0) {
            head.append((char) one.flip().get());
            one.clear();
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(head.toString());
        }
        buffer = ByteBuffer.allocate(frozen ? 0 : 4_096);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Reads what is there, and tells when each marked event was sent, in nanoseconds of the machine's clock. */
    void read(LongConsumer sentNanos) throws IOException {
        while (true) {
            int read = channel.read(buffer);
            if (read < 0) {
                channel.close();
                return;
            }
            scan(sentNanos);
            if (read == 0) {
                return;
            }
        }
    }

    private void scan(LongConsumer sentNanos) {
        byte[] bytes = buffer.array();
        int end = buffer.position();
        int at = 0;
        while (at + MARK.length + DIGITS <= end) {
            if (bytes[at] == MARK[0] && Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                sentNanos.accept(number(bytes, at + MARK.length));
                at += MARK.length + DIGITS;
            } else {
                at++;
            }
        }
        System.arraycopy(bytes, at, bytes, 0, end - at);
        buffer.position(end - at);
    }

    private static long number(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + DIGITS; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }

    /** Answers the text that {@link #read} finds. */
    static String stamp(long nanos) {
        String digits = Long.toString(nanos);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
