// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link RollingServer} as its parent sees it: a process, and the journal that it writes. */
final class ServerProcess implements AutoCloseable {
    /** An event that a log took. */
    record Entry(long seq, String type, String run) {}

    private final String name;
    private final Path journal;
    private final Path output;
    private final Process process;

    private ServerProcess(String name, Path folder, int users) throws IOException {
        this.name = name;
        this.journal = folder.resolve(name + ".journal");
        this.output = folder.resolve(name + ".output");
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RollingServer.class.getName(),
                        name,
                        journal.toString(),
                        String.valueOf(users))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Starts one, which listens when this returns. */
    static ServerProcess start(String name, Path folder, int users) throws IOException {
        ServerProcess started = new ServerProcess(name, folder, users);
        Await.until(
                () -> name + " listens; it said " + started.said(),
                () -> started.port() > 0 || !started.process.isAlive());
        if (started.port() == 0) {
            throw new AssertionError(name + " ended: " + started.said());
        }
        return started;
    }

    String name() {
        return name;
    }

    int port() {
        return lines("port ")
                .map(fields -> Integer.parseInt(fields[1]))
                .findFirst()
                .orElse(0);
    }

    /** Tells it to stop, as an operating system does; whether it does is asked later. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and answers its status. */
    int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end; it said " + said());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** Answers what draining reported: whether it is complete, closed, acknowledged and cut. */
    List<String> report() {
        return lines("drained ")
                .map(fields -> List.of(fields).subList(1, fields.length))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not drained; it said " + said()));
    }

    /** Answers what a user's log took. */
    NavigableMap<Long, Entry> log(String user) {
        NavigableMap<Long, Entry> log = new TreeMap<>();
        lines("event ").filter(fields -> fields[1].equals(user)).forEach(fields -> {
            Entry entry = new Entry(Long.parseLong(fields[2]), fields[3], fields[4]);
            log.put(entry.seq(), entry);
        });
        return log;
    }

    private Stream<String[]> lines(String start) {
        try {
            return Files.exists(journal)
                    ? Files.readAllLines(journal).stream()
                            .filter(line -> line.startsWith(start))
                            .map(line -> line.split(" ", -1))
                    : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
