// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.api.AgentEvent;
import io.throughline.api.LogPosition;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.core.DrainOptions;
import io.throughline.core.DrainReport;
import io.throughline.core.Hub;
import io.throughline.tyrus.ThroughlineServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server as a process of its own, with agents that never rest; SIGTERM drains it and ends it with 0.
 *
 * <p>What its logs took stands in its journal, line by line: {@code event user seq type run}, and what draining reported.
 */
public final class RollingServer {
    static final String RESTLESS = "restless";
    static final String ENDLESS = "endless";

    private static final long PACE_NANOS = 1_000_000;
    private static final int THOUGHTS = 5;

    private static final DrainOptions DRAINING = DrainOptions.builder()
            .runLimit(Duration.ofMillis(500))
            .acknowledgeLimit(Duration.ofSeconds(20))
            .batches(2, Duration.ofMillis(20))
            .reconnect(Duration.ofMillis(10), Duration.ofMillis(100))
            .build();

    private final String name;
    private final BufferedWriter journal;
    private final Hub hub;
    private final ThroughlineServer server;

    private RollingServer(String name, Path journal) throws IOException {
        this.name = name;
        this.journal = Files.newBufferedWriter(journal);
        this.hub = Hub.builder()
                .heartbeat(Duration.ofMillis(500))
                .listener(new Journalist())
                .build();
        this.server = Servers.start(hub);
    }

    /** Runs until it is told to stop; its arguments are its name, its journal, and how many restless users there are. */
    public static void main(String... arguments) throws IOException {
        RollingServer process = new RollingServer(arguments[0], Path.of(arguments[1]));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            UserId user = UserId.of(RESTLESS + "-" + i);
            new Thread(() -> process.work(user, false), user.value()).start();
        }
        new Thread(() -> process.work(UserId.of(ENDLESS), true), ENDLESS).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
        process.write("port " + process.server.port());
    }

    /** Runs one agent after another while the user is here. */
    private void work(UserId user, boolean endless) {
        for (int number = 0; isWorkAccepted(user, number, endless); number++) {
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private boolean isWorkAccepted(UserId user, int number, boolean endless) {
        if (hub.manager().getUserConnections(user).isEmpty() && !hub.isDraining()) {
            return true;
        }
        RunId run = RunId.of(name + "/" + user + "/" + number);
        SendResult sent = join(hub.manager().sendAgentStarted(user, "clerk", run));
        for (int i = 0; sent.isAccepted() && (endless || i < THOUGHTS); i++) {
            LockSupport.parkNanos(PACE_NANOS);
            sent = join(hub.manager().sendAgentThinking(user, "Where could that be?", run));
        }
        return sent.isAccepted()
                && join(hub.manager().sendAgentCompleted(user, Map.of("answer", "there"), run))
                        .isAccepted();
    }

    private static SendResult join(CompletionStage<SendResult> sent) {
        return sent.toCompletableFuture().join();
    }

    private void stop() {
        int status = 1;
        try {
            DrainReport report = server.drain(DRAINING).toCompletableFuture().get(60, TimeUnit.SECONDS);
            write("drained " + report.isComplete() + " " + report.connectionsClosed() + " "
                    + report.connectionsAcknowledged() + " " + report.runsCut());
            server.close();
            status = 0;
        } catch (Exception e) {
            write("failed " + e);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private synchronized void write(String line) {
        try {
            journal.write(line + "\n");
            journal.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Journalist implements DeliveryListener {
        @Override
        public void onEvent(UserId userId, AgentEvent event, SendResult result) {
            LogPosition position = result.position().orElse(null);
            if (position != null) {
                write("event " + userId + " " + position.seq() + " " + event.type() + " "
                        + event.runId().orElseThrow());
            }
        }
    }
}
