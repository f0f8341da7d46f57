// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Static pages and routes, and what must not be served. */
class HttpSiteTest {
    @TempDir
    private Path folder;

    private final Hub hub = Hub.create();
    private ThroughlineServer server;
    private HttpProbe http;

    private ThroughlineServerBuilder builder() {
        return ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("alice"))))
                .port(0);
    }

    private void start(ThroughlineServerBuilder builder) {
        server = builder.build().start();
        http = new HttpProbe(server.port());
    }

    private void startWithFolder() throws IOException {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createDirectories(web.resolve("sub"));
        for (String name : List.of(
                "index.html",
                "sub/index.html",
                "a.css",
                "a.js",
                "a.mjs",
                "a.svg",
                "a.png",
                "a.woff2",
                "a.json",
                "a.ico",
                "a.unknown",
                "with space.txt",
                ".hidden.txt")) {
            Files.writeString(web.resolve(name), "content of " + name);
        }
        Files.createDirectories(web.resolve(".git"));
        Files.writeString(web.resolve(".git/config"), "secret");
        Files.createSymbolicLink(web.resolve("link.txt"), folder.resolve("secret.txt"));
        start(builder().staticPages(web));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, index.html, text/html; charset=utf-8",
        "/index.html, index.html, text/html; charset=utf-8",
        "/sub/, sub/index.html, text/html; charset=utf-8",
        "/a.css, a.css, text/css; charset=utf-8",
        "/a.js, a.js, text/javascript; charset=utf-8",
        "/a.mjs, a.mjs, text/javascript; charset=utf-8",
        "/a.svg, a.svg, image/svg+xml; charset=utf-8",
        "/a.png, a.png, image/png",
        "/a.woff2, a.woff2, font/woff2",
        "/a.json, a.json, application/json; charset=utf-8",
        "/a.ico, a.ico, image/x-icon",
        "/a.unknown, a.unknown, application/octet-stream",
        "/with%20space.txt?v=2, with space.txt, text/plain; charset=utf-8"
    })
    void filesOfTheFolderAreServedWithTheirTypes(String path, String file, String type) throws Exception {
        startWithFolder();
        HttpResponse<String> response = http.get(path);
        assertEquals(200, response.statusCode());
        assertEquals("content of " + file, response.body());
        assertEquals(type, response.headers().firstValue("Content-Type").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/%2e%2e/secret.txt",
                "/%2E%2E%2Fsecret.txt",
                "/..%2fsecret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/sub/%2e%2e/%2e%2e/secret.txt",
                "/%252e%252e/secret.txt",
                "/....//secret.txt",
                "//secret.txt",
                "/./a.css",
                "/sub//index.html",
                "/link.txt",
                "/.hidden.txt",
                "/.git/config",
                "/%2ehidden.txt",
                "/sub",
                "/missing.html",
                "/a.css/",
                "/a.css%00.html",
                "/%c0%ae%c0%ae/secret.txt",
                "/..;/secret.txt",
                "/C:/secret.txt"
            })
    void nothingElseIsServed(String target) throws Exception {
        startWithFolder();
        int status = http.status(target);
        assertTrue(status == 404 || status == 400, target + " gives " + status);
        assertEquals(200, http.get("/").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%zz", "/%ff"})
    void malformedPathsAreRefused(String target) throws Exception {
        startWithFolder();
        assertEquals(400, http.status(target));
    }

    @Test
    void absoluteTargetsAreRead() throws Exception {
        startWithFolder();
        assertEquals(404, http.status("http://127.0.0.1/../secret.txt"));
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() throws Exception {
        startWithFolder();
        String answer = http.raw("HEAD /a.css HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(HttpProbe.hasHeader(answer, "Content-Length: " + "content of a.css".length()), answer);
        assertEquals(0, HttpProbe.bodyLength(answer));
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        startWithFolder();
        String etag = http.get("/a.css").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = http.get("/a.css", "If-None-Match", etag);
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        Files.writeString(folder.resolve("web/a.css"), "another content");
        assertEquals(200, http.get("/a.css", "If-None-Match", etag).statusCode());
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        startWithFolder();
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            HttpResponse<String> response = http.send(method, "/index.html");
            assertEquals(405, response.statusCode());
            assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElseThrow());
        }
    }

    @Test
    void browsersAreToldWhatToRefuse() throws Exception {
        startWithFolder();
        for (String path : List.of("/", "/missing")) {
            HttpResponse<String> response = http.get(path);
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("X-Content-Type-Options").orElseThrow());
            String policy =
                    response.headers().firstValue("Content-Security-Policy").orElseThrow();
            String host = "127.0.0.1:" + server.port();
            assertTrue(
                    policy.startsWith("default-src 'self'; connect-src 'self' ws://" + host + " wss://" + host + ";"),
                    policy);
        }
        String answer = http.raw("GET / HTTP/1.1\r\nHost: evil'; script-src *\r\nConnection: close\r\n\r\n");
        assertFalse(answer.contains("script-src"), answer);
    }

    @Test
    void routesAnswerBeforePagesDo() throws Exception {
        Files.writeString(folder.resolve("health"), "a file");
        start(builder()
                .staticPages(folder)
                .route(
                        "/health",
                        request -> RouteResponse.json("{\"asked\":\"" + request.method() + " "
                                + request.path() + " "
                                + request.queryParameter("q").orElse("-") + " "
                                + request.header("x-one").orElse("-") + "\"}"))
                .route("/teapot", request -> RouteResponse.of(418, "text/plain", "short and stout")));
        HttpResponse<String> health = http.get("/health?q=a%20b", "X-One", "1");
        assertEquals("{\"asked\":\"GET /health a b 1\"}", health.body());
        assertEquals(
                "application/json; charset=utf-8",
                health.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-store", health.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(418, http.get("/teapot").statusCode());
        assertEquals("", http.send("HEAD", "/teapot").body());
        assertEquals(405, http.send("POST", "/health").statusCode());
    }

    @Test
    void aFailingRouteTellsTheClientNothing() throws Exception {
        start(builder()
                .route("/fails", request -> {
                    throw new IllegalStateException("the password is 1234");
                })
                .route("/null", request -> null));
        HttpResponse<String> response = http.get("/fails");
        assertEquals(500, response.statusCode());
        assertFalse(response.body().contains("password"));
        assertFalse(response.body().contains("Exception"));
        assertEquals(500, http.get("/null").statusCode());
    }

    @Test
    void withoutPagesThereIsNothing() throws Exception {
        start(builder());
        assertEquals(404, http.get("/").statusCode());
    }

    @Test
    void pagesOfAJarAreServedAndNothingAboveThem() throws Exception {
        Path jar = folder.resolve("pages.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("META-INF/web/", "META-INF/web/sub/")) {
                out.putNextEntry(new JarEntry(name));
            }
            for (String name : List.of("META-INF/web/index.html", "META-INF/web/sub/a.js", "META-INF/secret.txt")) {
                out.putNextEntry(new JarEntry(name));
                out.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            start(builder().staticPages("/META-INF/web/", loader));
            assertEquals("content of META-INF/web/index.html", http.get("/").body());
            assertEquals(
                    "content of META-INF/web/sub/a.js", http.get("/sub/a.js").body());
            assertEquals(404, http.get("/sub").statusCode());
            assertEquals(404, http.get("/sub/").statusCode());
            assertEquals(404, http.status("/../secret.txt"));
            assertEquals(404, http.get("/missing.js").statusCode());
        }
    }

    @Test
    void pagesOfAFolderOnTheClassPathAreServed() throws Exception {
        Files.createDirectories(folder.resolve("web/sub"));
        Files.writeString(folder.resolve("web/index.html"), "from a folder");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            start(builder().staticPages("web", loader));
            assertEquals("from a folder", http.get("/").body());
            assertEquals(404, http.get("/sub").statusCode());
        }
    }
}
