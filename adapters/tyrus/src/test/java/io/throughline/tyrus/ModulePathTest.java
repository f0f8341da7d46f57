// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module of its own, in a process of its own, with nothing on its class path. */
class ModulePathTest {
    private static final String MODULE = """
            module app {
                requires io.throughline.tyrus;
                requires java.net.http;
            }
            """;

    private static final String MAIN = """
            package app;

            import io.throughline.api.UserId;
            import io.throughline.api.spi.Authentication;
            import io.throughline.core.Hub;
            import io.throughline.tyrus.RouteResponse;
            import io.throughline.tyrus.ThroughlineServer;
            import java.net.URI;
            import java.net.http.HttpClient;
            import java.net.http.WebSocket;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;
            import java.util.concurrent.TimeUnit;

            public final class Main {
                public static void main(String[] args) {
                    CompletableFuture<String> first = new CompletableFuture<>();
                    try (Hub hub = Hub.create();
                            ThroughlineServer server = ThroughlineServer.builder()
                                    .hub(hub)
                                    .authenticator(request -> CompletableFuture.completedStage(
                                            Authentication.accepted(UserId.of("alice"))))
                                    .route("/health", request -> RouteResponse.text("up"))
                                    .port(0)
                                    .build()
                                    .start()) {
                        HttpClient.newHttpClient()
                                .newWebSocketBuilder()
                                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                                        first.complete(data.toString());
                                        return null;
                                    }
                                })
                                .join();
                        System.out.println(Main.class.getModule() + " got " + first.orTimeout(30, TimeUnit.SECONDS).join());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void helloArrivesInAProcessOfModules() throws Exception {
        String modulePath = modulePath();
        compile(modulePath);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modulePath + File.pathSeparator + folder.resolve("classes"),
                        "-m",
                        "app/app.Main")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
        assertEquals(0, process.exitValue(), output);
        assertTrue(output.contains("module app got {\"type\":\"hello\",\"protocol\":\"throughline.v1\""), output);
    }

    /** All that these tests run with, but the tests themselves. */
    private static String modulePath() {
        return Stream.of(System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path", ""))
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(path -> path.endsWith(".jar") || path.endsWith("classes"))
                .filter(path -> !path.contains("test") && !path.contains("surefire") && !path.contains("junit"))
                .filter(path -> !path.contains("jqwik") && !path.contains("logback"))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(String modulePath) throws Exception {
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path main =
                Files.writeString(Files.createDirectories(folder.resolve("app")).resolve("Main.java"), MAIN);
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        int failed = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-p",
                        modulePath,
                        "-d",
                        folder.resolve("classes").toString(),
                        module.toString(),
                        main.toString());
        assertEquals(0, failed, messages.toString());
    }
}
