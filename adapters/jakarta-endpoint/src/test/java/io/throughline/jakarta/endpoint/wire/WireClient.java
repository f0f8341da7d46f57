// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client over the JDK's WebSocket, which keeps all that it receives. */
public final class WireClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final StringBuilder parts = new StringBuilder();
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket;

    private WireClient(HttpClient http, URI uri, Map<String, String> headers, List<String> subprotocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!subprotocols.isEmpty()) {
            String[] lesser = subprotocols.subList(1, subprotocols.size()).toArray(new String[0]);
            builder.subprotocols(subprotocols.get(0), lesser);
        }
        socket = builder.buildAsync(uri, this);
    }

    /** Begins to connect; whether that succeeds is asked later. */
    public static WireClient connecting(
            int port, String query, Map<String, String> headers, List<String> subprotocols) {
        return new WireClient(HTTP, URI.create("ws://127.0.0.1:" + port + "/ws" + query), headers, subprotocols);
    }

    /** Begins to connect by a client of one's own, such as one that trusts a test's certificate. */
    public static WireClient connecting(HttpClient http, URI uri, Map<String, String> headers) {
        return new WireClient(http, uri, headers, List.of());
    }

    /** Connects as a user, who is named in a header that the scenarios' authenticator believes. */
    public static WireClient connect(int port, String user) {
        return connect(port, user, "");
    }

    public static WireClient connect(int port, String user, String query) {
        WireClient client = connecting(port, query, Map.of("X-User", user), List.of());
        client.socket();
        return client;
    }

    public WebSocket socket() {
        return within(socket);
    }

    /** Answers why the handshake failed. */
    public Throwable handshakeFailure() {
        try {
            socket.orTimeout(30, TimeUnit.SECONDS).join();
            throw new AssertionError("the handshake succeeded");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    public void send(String text) {
        within(socket().sendText(text, true));
    }

    public void sendPart(String text, boolean last) {
        within(socket().sendText(text, last));
    }

    public void sendBinary(byte[] bytes) {
        within(socket().sendBinary(ByteBuffer.wrap(bytes), true));
    }

    public String pingPong(String payload) {
        within(socket().sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))));
        return within(pong);
    }

    public List<ReceivedFrame> frames() {
        return frames;
    }

    /** Waits for the frame with an index. */
    public ReceivedFrame frame(int index) {
        Await.until(
                () -> "frame " + index + " of " + frames + ", closed with " + closeCode, () -> frames.size() > index);
        return frames.get(index);
    }

    /** Answers the events so far, which have a place in the log. */
    public List<ReceivedFrame> events() {
        return frames.stream().filter(frame -> frame.seq().isPresent()).toList();
    }

    /** Waits for so many events. */
    public List<ReceivedFrame> events(int count) {
        Await.until(
                () -> count + " events, there are " + events().size() + ", closed with " + closeCode,
                () -> frames.size() >= count && events().size() >= count);
        return events();
    }

    /** Waits for the first frame of a type. */
    public ReceivedFrame first(String type) {
        Await.until(
                () -> "a frame " + type + " in " + frames + ", closed with " + closeCode,
                () -> frames.stream().anyMatch(frame -> frame.type().equals(type)));
        return frames.stream()
                .filter(frame -> frame.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for the server's close frame, or for the loss of the connection, which is 1006. */
    public int closeCode() {
        return within(closeCode);
    }

    /** Answers how the connection was closed, or empty if it is not. */
    public Optional<Integer> closed() {
        return Optional.ofNullable(closeCode.getNow(null));
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.copy().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            frames.add(ReceivedFrame.parse(parts.toString()));
            parts.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        pong.complete(new String(bytes, StandardCharsets.UTF_8));
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.complete(1006);
    }

    @Override
    public void close() {
        leave();
    }

    /** Says good-bye, unless the server did. */
    public void leave() {
        if (socket.isDone()
                && !socket.isCompletedExceptionally()
                && !socket.join().isOutputClosed()) {
            socket.join().sendClose(1000, "").exceptionally(failure -> null).join();
        }
    }
}
