// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends heartbeats and pings, ends connections whose clients are gone and runs that fell silent, frees logs, and lets
 * go of old events, at intervals, for as long as there is a connection or a log.
 *
 * <p>The interval is a fifth of the shortest time that is watched, 10 ms to 5 seconds, so that what is due is noticed that
 * much late at the most. One thread serves all hubs of a process; nothing here blocks it.
 */
final class Maintenance {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HubSettings settings;
    private final Users users;
    private final ConnectionTable connections;
    private final RunWatch runs;
    private final BiConsumer<ConnectionCursor, CloseReason> end;
    private volatile boolean running;
    private boolean stopped;
    private @Nullable Runnable cancel;

    /**
     * @param end ends a connection for a reason
     */
    Maintenance(
            HubSettings settings,
            Users users,
            ConnectionTable connections,
            RunWatch runs,
            BiConsumer<ConnectionCursor, CloseReason> end) {
        this.settings = settings;
        this.users = users;
        this.connections = connections;
        this.runs = runs;
        this.end = end;
    }

    /** Says that there may be something to look after. */
    void wake() {
        if (!running && isNeeded()) {
            start();
        }
    }

    private synchronized void start() {
        if (!running && !stopped) {
            running = true;
            cancel = settings.ticker().every(interval(), this::tick);
        }
    }

    private Duration interval() {
        ConnectionSettings watched = settings.connection();
        Duration shortest =
                Collections.min(List.of(watched.heartbeat(), watched.pongTimeout(), watched.writeTimeout()));
        Duration interval = shortest.dividedBy(5);
        if (interval.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return interval.compareTo(LONGEST) > 0 ? LONGEST : interval;
    }

    private boolean isNeeded() {
        return connections.size() > 0 || users.size() > 0;
    }

    private void tick() {
        long now = settings.clock().millis();
        long heartbeat = settings.connection().heartbeat().toMillis();
        for (ConnectionCursor cursor : connections.all()) {
            CloseReason reason = cursor.lookAfter(now);
            if (reason == null) {
                cursor.heartbeatIfSilent(heartbeat);
            } else {
                end.accept(cursor, reason);
            }
        }
        runs.endSilent(now);
        users.tick();
        if (!isNeeded()) {
            pause();
            wake();
        }
    }

    private synchronized void pause() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
        running = false;
    }

    /** Ends all calls for good. */
    synchronized void stop() {
        stopped = true;
        pause();
    }
}
