// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.json.FrameEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves all clients of a hub away: they are told, what runs may end, what was sent is acknowledged, then they are closed.
 *
 * <p>Each user goes as soon as it can: when its connections were told, its runs have ended, and all that it was sent is
 * acknowledged. In the same step its log stops to take events, so that nothing is accepted that nobody gets. All of it
 * happens on the ticker, a batch at a time; only {@link #end} comes from elsewhere.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** How long connections that were closed may take to begin it; transports have bounds of their own. */
    private static final long CLOSE_MILLIS = 6_000;

    private final HubCore hub;
    private final Users users;
    private final ConnectionTable connections;
    private final FrameEncoder encoder;
    private final HubSettings settings;
    private final DrainSettings drain;
    private final CompletableFuture<DrainOutcome> outcome = new CompletableFuture<>();
    private final long runsEndedBefore;

    private final Set<ConnectionCursor> told = new HashSet<>();

    /** Since when, in elapsed milliseconds, nothing but acknowledgements keeps a user. */
    private final Map<User, Long> waitingSince = new HashMap<>();

    private final List<CompletableFuture<?>> closing = new ArrayList<>();
    private @Nullable Runnable cancel;
    private long lastMillis;
    private long lastCloseMillis;

    private volatile boolean ended;
    private volatile long elapsedMillis;
    private final AtomicInteger toldCount = new AtomicInteger();
    private final AtomicInteger closedCount = new AtomicInteger();
    private final AtomicInteger acknowledgedCount = new AtomicInteger();
    private final AtomicInteger cutCount = new AtomicInteger();

    Drain(
            HubCore hub,
            Users users,
            ConnectionTable connections,
            FrameEncoder encoder,
            HubSettings settings,
            DrainSettings drain) {
        this.hub = hub;
        this.users = users;
        this.connections = connections;
        this.encoder = encoder;
        this.settings = settings;
        this.drain = drain;
        this.lastMillis = settings.clock().millis();
        this.runsEndedBefore = runsEnded();
    }

    private long runsEnded() {
        return hub.counters().value(Counter.RUNS_ENDED);
    }

    CompletableFuture<DrainOutcome> outcome() {
        return outcome.copy();
    }

    /** Begins; called once, when nobody is let in any more. */
    synchronized void start() {
        if (!ended) {
            cancel = settings.ticker().every(drain.batchInterval(), this::tick);
        }
    }

    /** Ends it where it is, since the hub is closed. */
    void end() {
        finish(false);
    }

    private void tick() {
        if (ended) {
            return;
        }
        try {
            advance();
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.error("a step of draining failed; the next one tries again", e);
        }
    }

    private void advance() {
        long now = settings.clock().millis();
        long before = elapsedMillis;
        elapsedMillis = before + Math.max(0, now - lastMillis);
        lastMillis = now;
        tell();
        if (elapsedMillis >= drain.runLimit().toMillis()) {
            users.takeNoNewRuns();
            if (hub.openRunCount() > 0) {
                cutRuns();
            }
        }
        boolean allGone = moveUsers();
        if (allGone && connections.size() == 0 && closingIsDone()) {
            users.closeForGood();
            finish(true);
        }
    }

    private void tell() {
        int left = drain.batchSize();
        for (ConnectionCursor cursor : connections.all()) {
            if (left > 0 && told.add(cursor)) {
                left--;
                if (cursor.sendDirect(encoder.drain(reconnectAfterMillis()))) {
                    hub.counters().count(Counter.DRAIN_FRAMES_SENT);
                    toldCount.incrementAndGet();
                }
            }
        }
    }

    private long reconnectAfterMillis() {
        long spread = drain.reconnectSpread().toMillis();
        return drain.reconnectAfter().toMillis() + ThreadLocalRandom.current().nextLong(spread + 1);
    }

    private void cutRuns() {
        var unused = hub.failOpenRuns(FailureCodes.SERVER_RESTART, "The server restarts. Ask again.")
                .thenAccept(count -> {
                    if (count > 0) {
                        cutCount.addAndGet(count);
                        hub.counters().count(Counter.RUNS_CUT, count);
                        LOG.warn("{} runs did not end within {} of draining and were ended", count, drain.runLimit());
                    }
                });
    }

    /** Lets users go that can; answers whether all have gone. */
    private boolean moveUsers() {
        int[] left = {drain.batchSize()};
        boolean[] allGone = {true};
        users.forEach(user -> {
            if (!user.hasMoved() && !move(user, left)) {
                allGone[0] = false;
            }
        });
        return allGone[0];
    }

    private boolean move(User user, int[] left) {
        boolean fits = user.cursors().size() <= left[0] || left[0] == drain.batchSize();
        if (!fits || !told.containsAll(user.cursors())) {
            return false;
        }
        List<ConnectionCursor> going;
        List<ConnectionCursor> caughtUp;
        user.lock.lock();
        try {
            if (!user.runs.isEmpty() && !isOver()) {
                waitingSince.remove(user);
                return false;
            }
            going = user.cursors();
            caughtUp = caughtUp(user);
            long since = waitingSince.computeIfAbsent(user, first -> elapsedMillis);
            boolean isLate = isOver()
                    || elapsedMillis - since >= drain.acknowledgeLimit().toMillis();
            if (caughtUp.size() < going.size() && !isLate) {
                return false;
            }
            boolean mayBeginRuns = user.appends.isTaken();
            if (mayBeginRuns && !isOver()) {
                return false;
            }
            user.moveAway();
        } finally {
            user.lock.unlock();
        }
        waitingSince.remove(user);
        for (ConnectionCursor cursor : going) {
            left[0]--;
            close(cursor, caughtUp.contains(cursor));
        }
        return true;
    }

    /** Answers those that have handled all there is; none where the log cannot say what that is. */
    private static List<ConnectionCursor> caughtUp(User user) {
        long head;
        try {
            head = user.log.head().seq();
        } catch (RuntimeException e) {
            LOG.warn("the log of user {} does not know its head", user.id, e);
            return List.of();
        }
        return user.cursors().stream().filter(cursor -> cursor.hasAll(head)).toList();
    }

    /** Tells whether even ends of runs and other appends that the log does not take are waited for no longer. */
    private boolean isOver() {
        return elapsedMillis >= drain.runLimit().plus(drain.acknowledgeLimit()).toMillis();
    }

    private void close(ConnectionCursor cursor, boolean hasAcknowledged) {
        CompletableFuture<?> close = hub.endForRestart(cursor, CloseReason.RESTART);
        told.remove(cursor);
        if (close != null) {
            closing.add(close);
            lastCloseMillis = elapsedMillis;
            closedCount.incrementAndGet();
            acknowledgedCount.addAndGet(hasAcknowledged ? 1 : 0);
        }
    }

    private boolean closingIsDone() {
        closing.removeIf(CompletableFuture::isDone);
        return closing.isEmpty() || elapsedMillis - lastCloseMillis >= CLOSE_MILLIS;
    }

    private void finish(boolean isComplete) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (cancel != null) {
                cancel.run();
            }
        }
        int byThemselves = (int) Math.max(0, runsEnded() - runsEndedBefore - cutCount.get());
        DrainOutcome report = new DrainOutcome(
                toldCount.get(),
                closedCount.get(),
                acknowledgedCount.get(),
                byThemselves,
                cutCount.get(),
                isComplete,
                Duration.ofMillis(elapsedMillis));
        LOG.info("draining {}: {}", isComplete ? "is complete" : "was cut short", report);
        outcome.complete(report);
    }
}
