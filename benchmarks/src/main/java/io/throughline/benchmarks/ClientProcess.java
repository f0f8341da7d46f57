// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of {@link WireClients}, seen from the server's. */
final class ClientProcess implements AutoCloseable {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** What the clients saw since the last report. */
    record Report(int events, long medianNanos, long p99Nanos) {}

    private final Process process;
    private final BufferedReader out;

    /** Starts it, and waits until all clients are connected. */
    ClientProcess(int port, String path, int clients, int frozen) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                WireClients.class.getName(),
                Integer.toString(port),
                path,
                Integer.toString(clients),
                Integer.toString(frozen));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        if (!readLine().equals("ready")) {
            throw new IllegalStateException("the clients did not connect");
        }
    }

    private String readLine() {
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the process of the clients has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String question) {
        try {
            process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readLine();
    }

    /** Waits until so many events came since the last report, and answers the report. */
    Report awaitEvents(int events) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (Integer.parseInt(ask("count")) < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(ask("count") + " of " + events + " events came");
            }
            Pace.rest(TimeUnit.MILLISECONDS.toNanos(20));
        }
        String[] parts = ask("report").split(" ", -1);
        return new Report(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
