// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client that opens a WebSocket and then never reads, as a laptop that was shut: the smallest receive buffer, no pong, no
 * acknowledgement. It can be {@linkplain #thaw thawed}.
 *
 * <p>What the server sends fills the system's buffers, and then the server's. To be used by one thread at a time; it has
 * none of its own.
 */
public final class FrozenReader implements AutoCloseable {
    private static final int SMALLEST_BUFFER = 1024;
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int CLOSE = 8;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;

    private final Socket socket;
    private final DataInputStream in;
    private @Nullable Integer closeCode;

    private FrozenReader(Socket socket, DataInputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /**
     * Shakes hands with a server on loopback, and freezes.
     *
     * @param port where the server, or a {@link FaultProxy}, listens
     * @param target the path and the query, such as {@code /ws?cursor=earliest}; never null
     * @param headers more lines of the request's head, for authentication; never null
     * @return the frozen client; never null
     * @throws AssertionError if the server does not accept it as a WebSocket
     */
    public static FrozenReader connect(int port, URI target, Map<String, String> headers) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(headers, "headers");
        Socket socket = new Socket();
        try {
            // Set before it connects: later the window would be agreed upon.
            socket.setReceiveBufferSize(SMALLEST_BUFFER);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(request(port, target, headers).getBytes(StandardCharsets.ISO_8859_1));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String head = head(in);
            if (!head.startsWith("HTTP/1.1 101")) {
                socket.close();
                throw new AssertionError("the server does not accept the WebSocket: " + head);
            }
            return new FrozenReader(socket, in);
        } catch (IOException e) {
            throw new UncheckedIOException("no WebSocket at port " + port, e);
        }
    }

    private static String request(int port, URI target, Map<String, String> headers) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        StringBuilder request = new StringBuilder("GET " + target.toASCIIString() + " HTTP/1.1\r\n"
                + "Host: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: throughline.v1.json\r\n"
                + "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(nonce) + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString();
    }

    /** Byte by byte, so that nothing after the head is taken. */
    private static String head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            head.write(read);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    /**
     * Reads on until a frame comes that ends the wait, or the connection ends; frozen again after that.
     *
     * @param enough asked of each text message, true for the last to be read; never null
     * @return what was read now, in order; never null
     * @throws AssertionError if nothing comes for 30 seconds, or something that no server may send
     */
    public List<ReceivedFrame> thaw(Predicate<ReceivedFrame> enough) {
        Objects.requireNonNull(enough, "enough");
        List<ReceivedFrame> read = new ArrayList<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            while (closeCode == null) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                int opcode = first & 0x0f;
                if (opcode == CLOSE) {
                    closeCode =
                            payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
                } else if (opcode == TEXT || opcode == CONTINUATION) {
                    text.writeBytes(payload);
                    if ((first & 0x80) != 0) {
                        ReceivedFrame frame = ReceivedFrame.parse(ByteBuffer.wrap(text.toByteArray()));
                        text.reset();
                        read.add(frame);
                        if (enough.test(frame)) {
                            break;
                        }
                    }
                }
            }
        } catch (EOFException | SocketException e) {
            closeCode = 1006;
        } catch (IOException e) {
            throw new AssertionError("after " + read.size() + " frames: " + e.getMessage(), e);
        }
        return List.copyOf(read);
    }

    /**
     * Reads all that comes until the connection ends.
     *
     * @return what was read now, in order; never null
     */
    public List<ReceivedFrame> thaw() {
        return thaw(frame -> false);
    }

    /**
     * Answers how the connection ended, as far as it has been read.
     *
     * @return the code of the server's close frame, 1005 without one in it, 1006 without a frame; empty before that
     */
    public OptionalInt closeCode() {
        return closeCode == null ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return payload;
    }

    /** Hangs up without a close frame; a second call changes nothing. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hang up", e);
        }
    }
}
