// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that writes bytes, for what no proper client sends. */
public final class RawClient implements AutoCloseable {
    /** One frame as it came. */
    public record Frame(int opcode, boolean fin, ByteBuffer payload) {
        public int closeCode() {
            return payload.getShort(0) & 0xffff;
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** Connects by TCP, with a receive buffer of so many bytes, or of the system's choice for 0. */
    public RawClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and shakes hands as a user. */
    public static RawClient connect(int port, String user, int receiveBuffer) {
        RawClient client = new RawClient(port, receiveBuffer);
        client.send(handshake("/ws", "X-User: " + user));
        String answer = client.readHead();
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
        return client;
    }

    /** Answers a proper handshake, with more header lines. */
    public static String handshake(String target, String... headers) {
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a frame, masked with zeros, so that the payload reads as it is. */
    public void sendFrame(int opcode, boolean fin, byte[] payload) {
        send(header(opcode, fin, true, payload.length));
        send(payload);
    }

    /** Answers a frame's header, with a mask of zeros where it is masked. */
    public static byte[] header(int opcode, boolean fin, boolean masked, long length) {
        ByteBuffer header = ByteBuffer.allocate(14);
        header.put((byte) ((fin ? 0x80 : 0) | opcode));
        int mask = masked ? 0x80 : 0;
        if (length >= 0 && length < 126) {
            header.put((byte) (mask | length));
        } else if (length >= 0 && length < 65_536) {
            header.put((byte) (mask | 126)).putShort((short) length);
        } else {
            header.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            header.putInt(0);
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    /** Reads the status line and the headers. */
    public String readHead() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int read = in.read();
                if (read < 0) {
                    break;
                }
                head.write(read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads until the server closes the connection. */
    public String readAll() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a frame of the server's, which is not masked. */
    public Frame readFrame() {
        try {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return new Frame(first & 0x0f, (first & 0x80) != 0, ByteBuffer.wrap(payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a whole text message, which the server may have sent in parts; pings are left unanswered. */
    public String readText() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Frame frame;
        do {
            frame = readFrame();
            if (frame.opcode() != 9) {
                text.writeBytes(frame.payload().array());
            }
        } while (frame.opcode() == 9 || !frame.fin());
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Skips messages until the close frame, and answers its code; 1006 if the connection ends without one. */
    public int readCloseCode() {
        try {
            while (true) {
                Frame frame = readFrame();
                if (frame.opcode() == 8) {
                    return frame.closeCode();
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof EOFException) {
                return 1006;
            }
            throw e;
        }
    }

    /** Cuts the connection by a reset, without a word. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
