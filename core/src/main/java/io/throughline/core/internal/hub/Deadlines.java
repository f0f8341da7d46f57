// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.core.internal.fault.Fatal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things at moments of the hub's clock, at the latest one {@link #INTERVAL} after them; ticks only while there is
 * something to wait for. Thread-safe.
 */
public final class Deadlines {
    /** How late something may be done. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private record Due(long millis, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final InstantSource clock;
    private final Ticker ticker;
    private final TreeMap<Due, Runnable> waiting = new TreeMap<>();
    private long count;
    private boolean stopped;
    private @Nullable Runnable endTicks;

    Deadlines(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Waits for a moment, or until the hub is closed, which is taken for every moment.
     *
     * @param action may not block
     * @return forgets the action when run, unless it was done
     */
    public Runnable at(long millis, Runnable action) {
        synchronized (this) {
            if (!stopped) {
                Due due = new Due(millis, count++);
                waiting.put(due, action);
                if (endTicks == null) {
                    endTicks = ticker.every(INTERVAL, this::tick);
                }
                return () -> forget(due);
            }
        }
        action.run();
        return () -> {};
    }

    /** Waits for so long from now. */
    public Runnable after(Duration time, Runnable action) {
        return at(clock.millis() + time.toMillis(), action);
    }

    private synchronized void forget(Due due) {
        waiting.remove(due);
        pauseIfIdle();
    }

    private void tick() {
        run(takeDue(clock.millis()));
    }

    private static void run(List<Runnable> actions) {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (Throwable e) {
                Fatal.rethrow(e);
                LOG.error("what was to be done at a deadline failed", e);
            }
        }
    }

    private synchronized List<Runnable> takeDue(long now) {
        var due = waiting.headMap(new Due(now, Long.MAX_VALUE), true);
        List<Runnable> actions = new ArrayList<>(due.values());
        due.clear();
        pauseIfIdle();
        return actions;
    }

    private void pauseIfIdle() {
        if (waiting.isEmpty() && endTicks != null) {
            endTicks.run();
            endTicks = null;
        }
    }

    /** Counts what is waited for. */
    public synchronized int size() {
        return waiting.size();
    }

    /** Does everything now, for nothing is waited for any more. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        run(takeDue(Long.MAX_VALUE));
    }
}
