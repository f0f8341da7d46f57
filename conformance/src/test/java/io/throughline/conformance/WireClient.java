// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.api.UserId;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that shares no code with the server: the JDK's WebSocket over a real socket. */
final class WireClient implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final WebSocket socket;
    private final Frames frames;

    private WireClient(WebSocket socket, Frames frames) {
        this.socket = socket;
        this.frames = frames;
    }

    /** Connects as a user, and waits for the first frame. */
    static WireClient connect(int port, UserId user) throws Exception {
        Frames frames = new Frames();
        URI uri = URI.create("ws://127.0.0.1:" + port + "/ws?user="
                + URLEncoder.encode(user.value(), StandardCharsets.UTF_8).replace("+", "%20"));
        WebSocket socket = HTTP.newWebSocketBuilder()
                .subprotocols("throughline.v1.json")
                .buildAsync(uri, frames)
                .get(30, TimeUnit.SECONDS);
        WireClient client = new WireClient(socket, frames);
        Await.until("hello for " + user, () -> !client.frames().isEmpty());
        return client;
    }

    private static final class Frames implements WebSocket.Listener {
        final List<ReceivedFrame> received = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                received.add(ReceivedFrame.parse(text.toString()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    void send(String text) throws Exception {
        socket.sendText(text, true).get(30, TimeUnit.SECONDS);
    }

    List<ReceivedFrame> frames() {
        return List.copyOf(frames.received);
    }

    ReceivedFrame hello() {
        return frames.received.get(0);
    }

    List<ReceivedFrame> events() {
        return frames().stream().filter(ReceivedFrame::isEvent).toList();
    }

    /** Waits until the server has sent as many events, and answers them. */
    List<ReceivedFrame> awaitEvents(int count) {
        Await.until(() -> count + " events over the wire, not " + frames(), () -> events().size() >= count);
        return events();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
