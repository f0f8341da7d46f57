// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.throughline.testkit.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nginx that is installed here, with the sample of docs/nginx.conf on a free port of 127.0.0.1.
 *
 * <p>Tests that need it are skipped where there is none, or fail with {@code -Dnginx=required}.
 */
final class Nginx implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nginx.class);
    private static final String ADVICE =
            "nginx is needed to test its sample configuration; install it from your system's"
                    + " packages (nginx on Debian)";

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param folder an empty one, with {@code server.crt} and {@code server.key}
     * @param readTimeout in place of the sample's, such as {@code 1s}
     * @param servers the ports of the servers behind it
     */
    static Nginx start(Path folder, String readTimeout, int... servers) throws Exception {
        Path program = program();
        for (int attempt = 0; attempt < 10; attempt++) {
            int port = freePort();
            Files.writeString(folder.resolve("site.conf"), site(folder, port, readTimeout, servers));
            Files.writeString(folder.resolve("nginx.conf"), main(folder));
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-p",
                            folder.toString(),
                            "-e",
                            folder.resolve("error.log").toString(),
                            "-c",
                            folder.resolve("nginx.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start();
            Await.until("nginx listens, or ends", () -> !process.isAlive() || listens(port));
            if (process.isAlive()) {
                return new Nginx(process, port);
            }
        }
        throw new AssertionError("nginx does not start: " + Files.readString(folder.resolve("output.txt")));
    }

    private static Path program() {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(Nginx::missing);
    }

    private static Path missing() {
        if ("required".equals(System.getProperty("nginx"))) {
            return fail(ADVICE);
        }
        LOG.warn("skipped: {}", ADVICE);
        return abort(ADVICE);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The sample, of which only the addresses, the files and the timeout are replaced. */
    private static String site(Path folder, int port, String readTimeout, int... servers) throws IOException {
        String upstream = Arrays.stream(servers)
                .mapToObj(server -> "server 127.0.0.1:" + server + ";")
                .collect(Collectors.joining(" "));
        String sample = Files.readString(repository().resolve("docs/nginx.conf"));
        sample = replaced(sample, "listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        sample = replaced(sample, "server 127.0.0.1:8080;", upstream);
        sample = replaced(sample, "/etc/nginx/tls/", folder + "/");
        return replaced(sample, "proxy_read_timeout 60s;", "proxy_read_timeout " + readTimeout + ";");
    }

    private static String replaced(String text, String part, String by) {
        if (!text.contains(part)) {
            throw new AssertionError("the sample has no \"" + part + "\"");
        }
        return text.replace(part, by);
    }

    private static String main(Path folder) {
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(kind -> kind + "_temp_path " + folder.resolve(kind) + ";")
                .collect(Collectors.joining(" "));
        return "daemon off; worker_processes 1; pid " + folder.resolve("nginx.pid")
                + "; events { worker_connections 256; }\n" + "http { access_log off; " + temporary + " include "
                + folder.resolve("site.conf") + "; }\n";
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(30, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
