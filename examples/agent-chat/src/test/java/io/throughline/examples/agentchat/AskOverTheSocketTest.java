// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AskOverTheSocketTest {
    @RegisterExtension
    static final TestChat CHAT = new TestChat();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came over one socket. */
    private static final class Frames implements WebSocket.Listener {
        final BlockingQueue<ReceivedFrame> received = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                received.add(ReceivedFrame.parse(part.toString()));
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        ReceivedFrame next() throws InterruptedException {
            ReceivedFrame frame = received.poll(30, TimeUnit.SECONDS);
            assertTrue(frame != null, "no frame came within 30 s");
            return frame;
        }
    }

    private static WebSocket connect(String query, Frames frames) {
        return HTTP.newWebSocketBuilder()
                .subprotocols("throughline.v1.json")
                .buildAsync(URI.create("ws://127.0.0.1:" + CHAT.port() + "/ws" + query), frames)
                .join();
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + CHAT.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), path);
        return response.body();
    }

    @Test
    void a_question_is_answered_with_the_five_events_and_real_passages() throws InterruptedException {
        Frames frames = new Frames();
        WebSocket socket = connect("?user=alice", frames);
        ReceivedFrame hello = frames.next();
        assertEquals("hello", hello.type());
        socket.sendText("{\"type\":\"ask\",\"data\":{\"question\":\"What does a gap frame say?\"}}", true)
                .join();
        List<ReceivedFrame> events = List.of(frames.next(), frames.next(), frames.next(), frames.next(), frames.next());
        assertEquals(
                List.of("agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"),
                events.stream().map(ReceivedFrame::type).toList());
        assertEquals(
                LongStream.rangeClosed(1, 5).boxed().toList(),
                events.stream().map(event -> event.seq().orElseThrow()).toList());
        assertEquals(
                1,
                events.stream().map(event -> event.field("run_id")).distinct().count());
        assertEquals("What does a gap frame say?", events.get(0).data().get("question"));
        Map<?, ?> found = (Map<?, ?>) events.get(3).data().get("result");
        assertTrue(((Number) found.get("hits")).intValue() > 0, found.toString());
        Map<?, ?> result = (Map<?, ?>) events.get(4).data().get("result");
        List<?> passages = (List<?>) result.get("passages");
        assertFalse(passages.isEmpty());
        assertTrue(
                passages.stream()
                        .anyMatch(passage -> ((Map<?, ?>) passage).get("file").equals("WIRE.md")),
                passages.toString());
        socket.abort();
    }

    @Test
    void a_question_that_is_none_is_answered_as_an_error() throws InterruptedException {
        Frames frames = new Frames();
        WebSocket socket = connect("?user=bob", frames);
        assertEquals("hello", frames.next().type());
        for (String ask : List.of(
                "{\"type\":\"ask\",\"id\":\"q\"}",
                "{\"type\":\"ask\",\"id\":\"q\",\"data\":{\"question\":\" \"}}",
                "{\"type\":\"ask\",\"id\":\"q\",\"data\":{\"question\":\"" + "x".repeat(1_001) + "\"}}")) {
            socket.sendText(ask, true).join();
            ReceivedFrame error = frames.next();
            assertEquals("error", error.type());
            assertEquals(Optional.of("invalid_data"), error.field("code"));
            assertEquals(Optional.of("q"), error.field("in_reply_to"));
        }
        socket.abort();
    }

    @Test
    void who_is_nobody_is_not_let_in() throws Exception {
        for (String query : List.of("", "?user=", "?user=%20")) {
            Frames frames = new Frames();
            connect(query, frames);
            assertEquals(4401, frames.closed.get(30, TimeUnit.SECONDS), query);
        }
    }

    @Test
    void the_page_and_the_health_are_served_beside_the_socket() throws IOException, InterruptedException {
        assertTrue(get("/").contains("<title>"));
        assertTrue(get("/throughline/throughline.js").contains("class ThroughlineClient"));
        assertTrue(get("/health").startsWith("{\"status\":\"ok\""));
    }
}
