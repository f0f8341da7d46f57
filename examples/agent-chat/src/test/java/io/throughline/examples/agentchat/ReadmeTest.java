// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code on the README's first screen is short, compiles, and does what the README says. */
class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");

    @TempDir
    Path folder;

    @Test
    void the_code_of_the_readme_runs() throws Exception {
        Matcher block = CODE.matcher(Files.readString(TestChat.repository().resolve("README.md")));
        assertTrue(block.find(), "the README has a block of Java");
        String code = block.group(1);
        assertTrue(code.lines().filter(line -> !line.isBlank()).count() <= 15, "at most fifteen lines");
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {compile(code).toUri().toURL()}, getClass().getClassLoader());
                AutoCloseable server = start(loader)) {
            int port = (Integer) server.getClass().getMethod("port").invoke(server);
            assertEquals(
                    List.of(
                            "hello",
                            "agent_started",
                            "agent_thinking",
                            "tool_executing",
                            "tool_completed",
                            "agent_completed"),
                    ask(port));
        }
    }

    private Path compile(String code) throws IOException {
        String lastStatement = "ThroughlineServer.builder()";
        assertTrue(code.contains(lastStatement) && code.contains(".port(8080)"), code);
        Path source = folder.resolve("Readme.java");
        Files.writeString(
                source,
                """
                import static java.util.concurrent.CompletableFuture.completedFuture;
                import io.throughline.api.*;
                import io.throughline.api.spi.*;
                import io.throughline.core.*;
                import io.throughline.tyrus.*;
                import java.util.*;
                public class Readme implements java.util.concurrent.Callable<AutoCloseable> {
                    public AutoCloseable call() {
                """ + code.replace(lastStatement, "return " + lastStatement).replace(".port(8080)", ".port(0)") + "}}");
        List<String> arguments = new ArrayList<>(
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), source.toString()));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertEquals(0, status, "the README's code compiles");
        return folder;
    }

    private static AutoCloseable start(ClassLoader loader) throws Exception {
        return (AutoCloseable)
                ((Callable<?>) loader.loadClass("Readme").getConstructor().newInstance()).call();
    }

    private static List<String> ask(int port) throws InterruptedException {
        BlockingQueue<String> types = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
                        Matcher type = TYPE.matcher(data);
                        types.add(type.find() ? type.group(1) : data.toString());
                        ws.request(1);
                        return null;
                    }
                })
                .join();
        List<String> seen = new ArrayList<>();
        seen.add(types.poll(30, TimeUnit.SECONDS));
        socket.sendText("{\"type\":\"ask\"}", true).join();
        for (int i = 0; i < 5; i++) {
            seen.add(types.poll(30, TimeUnit.SECONDS));
        }
        socket.abort();
        return seen;
    }
}
