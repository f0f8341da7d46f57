// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Hub} has counted since it was made, and how much it holds, at one moment.
 *
 * <p>Immutable and thread-safe. The counters are read one after another while others count, so sums of several may be off
 * by what happened meanwhile. Their names and meanings stand in {@code docs/DEPLOYMENT.md}.
 */
public final class HubStatistics {
    private final Map<String, Long> counters;
    private final int connections;
    private final int logs;
    private final long logEntries;
    private final long logBytes;
    private final int openRuns;
    private final long pendingBytes;

    HubStatistics(
            Map<String, Long> counters,
            int connections,
            int logs,
            long logEntries,
            long logBytes,
            int openRuns,
            long pendingBytes) {
        this.counters = counters;
        this.connections = connections;
        this.logs = logs;
        this.logEntries = logEntries;
        this.logBytes = logBytes;
        this.openRuns = openRuns;
        this.pendingBytes = pendingBytes;
    }

    /**
     * Answers all counters by their names, such as {@code events_accepted}.
     *
     * @return an unmodifiable map; counters of later releases are added to it; never null
     */
    public Map<String, Long> counters() {
        return counters;
    }

    /**
     * Answers one counter.
     *
     * @param name a name that {@link #counters} has; never null
     * @return 0 or more
     * @throws InvalidArgumentException if there is no counter of that name
     */
    public long counter(String name) {
        Long value = counters.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "there is no counter \"" + name + "\". Ask for one of " + counters.keySet() + ".");
        }
        return value;
    }

    /**
     * Counts the connections that are attached.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections;
    }

    /**
     * Counts the users for whom a log is kept.
     *
     * @return 0 or more
     */
    public int logs() {
        return logs;
    }

    /**
     * Counts the events that all logs hold in memory.
     *
     * @return 0 or more
     */
    public long logEntries() {
        return logEntries;
    }

    /**
     * Answers the size of the events that all logs hold in memory, which the hub's budget bounds.
     *
     * @return bytes of encoded events, 0 or more
     */
    public long logBytes() {
        return logBytes;
    }

    /**
     * Counts the runs of all users that have begun and not ended.
     *
     * @return 0 or more
     */
    public int openRuns() {
        return openRuns;
    }

    /**
     * Counts the bytes that wait for clients outside the logs: encoded messages that transports have not taken in full.
     *
     * @return 0 or more; for each connection at most 64 KiB of events or one larger event, and 1 MiB of direct messages on
     *     their way and as many that wait, plus its greeting
     */
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public String toString() {
        return "HubStatistics[connections=" + connections + ", logs=" + logs + ", logEntries=" + logEntries
                + ", logBytes=" + logBytes + ", openRuns=" + openRuns + ", pendingBytes=" + pendingBytes + ", "
                + counters + "]";
    }
}
