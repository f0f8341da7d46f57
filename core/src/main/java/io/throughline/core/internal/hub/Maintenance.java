// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends heartbeats and frees logs, at intervals, for as long as there is a connection or a log. */
final class Maintenance {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HubSettings settings;
    private final Users users;
    private final ConnectionTable connections;
    private volatile boolean running;
    private boolean stopped;
    private @Nullable Runnable cancel;

    Maintenance(HubSettings settings, Users users, ConnectionTable connections) {
        this.settings = settings;
        this.users = users;
        this.connections = connections;
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
        Duration interval = settings.connection().heartbeat().dividedBy(5);
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
            cursor.heartbeatIfSilent(now, heartbeat);
        }
        users.freeExpired();
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
