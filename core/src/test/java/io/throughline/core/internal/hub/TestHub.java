// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.LogPosition;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.core.internal.hub.LimitSettings.Rate;
import io.throughline.core.internal.log.LogBounds;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A hub whose time stands still until the test moves it. */
final class TestHub {
    static final UserId ALICE = UserId.of("alice");

    private static final Rate ANY = new Rate(1_000_000, 1_000_000);
    static final LimitSettings NO_LIMITS = new LimitSettings(1_000_000, 1_000_000, ANY, ANY);

    private static final Duration NEVER = Duration.ofDays(3_650);
    private static final RunSettings ANY_RUNS = new RunSettings(false, NEVER);

    private static final ConnectionSettings CONNECTIONS =
            new ConnectionSettings(1_000, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final ManualClock clock = ManualClock.create();
    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();
    final HubCore core;

    TestHub(int logMaxEntries, Duration retention, DeliveryListener... listeners) {
        this(logs(logMaxEntries, retention), CONNECTIONS, ANY_RUNS, NO_LIMITS, listeners);
    }

    TestHub(RunSettings runs, DeliveryListener... listeners) {
        this(logs(100_000, Duration.ofMinutes(1)), CONNECTIONS, runs, NO_LIMITS, listeners);
    }

    TestHub(LimitSettings limits) {
        this(logs(100, Duration.ofMinutes(1)), CONNECTIONS, ANY_RUNS, limits);
    }

    /** A hub of which time ends neither a write nor a run. */
    TestHub(LogSettings logs, Duration heartbeat, DeliveryListener... listeners) {
        this(logs, new ConnectionSettings(1_000, heartbeat, NEVER, NEVER), ANY_RUNS, NO_LIMITS, listeners);
    }

    private static LogSettings logs(int maxEntries, Duration retention) {
        return new LogSettings(
                new LogBounds(maxEntries, 1_000_000, Duration.ofDays(1), 100), 100_000_000, retention, null);
    }

    private TestHub(
            LogSettings logs,
            ConnectionSettings connections,
            RunSettings runs,
            LimitSettings limits,
            DeliveryListener... listeners) {
        core = new HubCore(new HubSettings(
                10_000,
                logs,
                connections,
                runs,
                limits,
                clock,
                value -> null,
                List.of(listeners),
                (interval, task) -> {
                    ticks.add(task);
                    return () -> ticks.remove(task);
                },
                Runnable::run));
    }

    TestHub() {
        this(100, Duration.ofMinutes(1));
    }

    /** Moves time on, and lets the ticker tick once. */
    void pass(Duration time) {
        clock.advance(time);
        List.copyOf(ticks).forEach(Runnable::run);
    }

    /** Moves time on without a tick. */
    void wait(Duration time) {
        clock.advance(time);
    }

    Instant now() {
        return clock.instant();
    }

    boolean isTicking() {
        return !ticks.isEmpty();
    }

    ClientChannel connect(InMemoryConnection connection, @Nullable String cursor) {
        return connect(connection, cursor, null);
    }

    ClientChannel connect(InMemoryConnection connection, @Nullable String cursor, @Nullable String clientId) {
        return Objects.requireNonNull(core.attach(
                connection,
                ConnectOptions.builder().cursor(cursor).clientId(clientId).build()));
    }

    SendResult send(String type, String run) {
        return send(type, run, Map.of());
    }

    SendResult send(String type, String run, Map<String, ?> data) {
        return send(ALICE, type, run, data);
    }

    SendResult send(UserId user, String type, String run) {
        return send(user, type, run, Map.of());
    }

    private SendResult send(UserId user, String type, String run, Map<String, ?> data) {
        return core.send(
                        user,
                        AgentEvent.builder(EventType.of(type))
                                .runId(RunId.of(run))
                                .data(Map.of("agent_name", "a", "thought", "t", "result", 1, "tool_name", "x"))
                                .data(Map.of("error", "e", "reason", "r"))
                                .data(data)
                                .build())
                .toCompletableFuture()
                .join();
    }

    LogPosition think(String run) {
        return send("agent_thinking", run).position().orElseThrow();
    }
}
