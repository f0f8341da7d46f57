// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that accepts, and clients of a proxy in front of it: plain sockets, whose every byte the test sees. */
final class Peers implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final FaultProxy proxy = FaultProxy.to(listener.getLocalPort());

    /** Both ends of one connection through the proxy. */
    record Pair(Socket client, Socket server, ProxiedConnection connection) {
        void toServer(String text) throws IOException {
            client.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        void toClient(byte... bytes) throws IOException {
            server.getOutputStream().write(bytes);
        }

        void toClient(String text) throws IOException {
            toClient(text.getBytes(ISO_8859_1));
        }

        String atServer(int count) throws IOException {
            return read(server, count);
        }

        String atClient(int count) throws IOException {
            return read(client, count);
        }

        private static String read(Socket socket, int count) throws IOException {
            return new String(socket.getInputStream().readNBytes(count), ISO_8859_1);
        }
    }

    Peers() throws IOException {}

    int port() {
        return listener.getLocalPort();
    }

    Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(READ_TIMEOUT_MILLIS);
        return client;
    }

    Pair connect() throws IOException {
        long number = proxy.accepted() + 1;
        Socket client = client();
        Socket server = listener.accept();
        server.setSoTimeout(READ_TIMEOUT_MILLIS);
        return new Pair(client, server, proxy.awaitConnection(number));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        listener.close();
    }
}
