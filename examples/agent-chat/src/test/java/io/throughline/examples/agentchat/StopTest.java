// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example as a process of its own, which is told to stop as an operating system does it. */
class StopTest {
    private static final Pattern OPEN = Pattern.compile("Open http://localhost:(\\d+)/");

    private static final class Client implements WebSocket.Listener {
        private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                ReceivedFrame frame = ReceivedFrame.parse(parts.toString());
                parts.setLength(0);
                frames.add(frame);
                frame.seq().ifPresent(seq -> acknowledge(socket, seq));
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private static void acknowledge(WebSocket socket, long seq) {
            socket.sendText("{\"type\":\"ack\",\"seq\":" + seq + "}", true).join();
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closeCode.complete(statusCode);
            return CompletableFuture.completedStage(null);
        }

        private List<String> types() {
            return frames.stream().map(ReceivedFrame::type).toList();
        }

        private void await(String type) {
            Await.until(() -> type + " in " + types(), () -> types().contains(type));
        }
    }

    @Test
    void sigtermSendsClientsAwayAndEndsTheProcessWithZero() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentChat.class.getName(),
                        "--port",
                        "0",
                        "--docs",
                        TestChat.repository().resolve("docs").toString())
                .redirectErrorStream(true)
                .start();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        try {
            Thread reader = new Thread(() -> copy(process.inputReader(), said), "output");
            reader.setDaemon(true);
            reader.start();
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port(process, said) + "/ws?user=alice"), client)
                    .get(30, TimeUnit.SECONDS);
            client.await("hello");
            socket.sendText("{\"type\":\"ask\",\"data\":{\"question\":\"What is a cursor?\"}}", true)
                    .join();
            client.await("agent_started");

            process.destroy();

            assertEquals(1012, client.closeCode.get(30, TimeUnit.SECONDS), () -> said.toString());
            assertTrue(client.types().contains("drain"), () -> client.types().toString());
            assertTrue(
                    client.types().contains("agent_completed"),
                    () -> client.types().toString());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
            assertEquals(0, process.exitValue(), () -> said.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void copy(BufferedReader output, Queue<String> lines) {
        try (output) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    private static int port(Process process, Queue<String> said) {
        Await.until(() -> "it listens, and said " + said, () -> opened(said) != null || !process.isAlive());
        Matcher opened = opened(said);
        if (opened == null) {
            throw new AssertionError("it ended: " + said);
        }
        return Integer.parseInt(opened.group(1));
    }

    private static Matcher opened(Queue<String> said) {
        return said.stream()
                .map(OPEN::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElse(null);
    }
}
