// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogObserver;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.log.BrokenEventLog;
import io.throughline.core.internal.log.InMemoryEventLogs;
import io.throughline.core.internal.receipt.Clients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users that have a log, and the freeing of logs that nobody needs any more. */
final class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final Duration FOREVER = Duration.ofDays(1_000_000);
    private static final long LONGEST_SWEEP_MILLIS = 60_000;

    private final ConcurrentMap<UserId, User> users = new ConcurrentHashMap<>();
    private final ActivityOrder order = new ActivityOrder();
    private final HubSettings settings;
    private final EventLogFactory logs;
    private final Counters counters;
    private final LogBudget budget;
    private final long retentionMillis;
    private final long sweepMillis;
    private long sweptMillis;
    private volatile boolean noNewRuns;
    private volatile boolean closedForGood;
    private volatile boolean cleared;

    Users(HubSettings settings, IdSource ids, Counters counters) {
        this.settings = settings;
        LogSettings log = settings.log();
        this.logs = log.logs() == null ? new InMemoryEventLogs(log.bounds(), ids::epoch) : log.logs();
        this.counters = counters;
        this.budget = new LogBudget(log.budgetBytes(), order, this::free);
        Duration retention = log.idleRetention();
        this.retentionMillis = retention.compareTo(FOREVER) > 0 ? FOREVER.toMillis() : retention.toMillis();
        this.sweepMillis = Math.min(log.bounds().maxAge().toMillis() / 60, LONGEST_SWEEP_MILLIS);
        this.sweptMillis = settings.clock().millis();
    }

    /** Does something under the user's lock, with a log that is not freed before it is done. */
    <T extends @Nullable Object> T locked(UserId userId, Function<User, T> action) {
        while (true) {
            User user = users.computeIfAbsent(userId, this::create);
            user.lock.lock();
            try {
                if (!user.freed) {
                    return action.apply(user);
                }
            } finally {
                enterIfNew(user);
                freeIfCleared(user);
                user.lock.unlock();
            }
        }
    }

    /** A user of whom nothing came to be is forgotten like all others. */
    private void enterIfNew(User user) {
        if (user.queue == null && !user.freed && user.isIdle()) {
            order.touch(user);
        }
    }

    /** Whoever came while all logs were closed had a log that was not among them. */
    private void freeIfCleared(User user) {
        if (cleared && !user.freed) {
            free(user);
        }
    }

    private User create(UserId userId) {
        User user = new User(userId, open(userId), new Clients(settings.executor()));
        user.lastActiveMillis = settings.clock().millis();
        return user;
    }

    private EventLog open(UserId userId) {
        try {
            return Objects.requireNonNull(logs.open(userId, new Observer(userId)), "the factory answered null");
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.error("the log of user {} could not be opened, so what is sent to them is refused", userId, e);
            return new BrokenEventLog(e);
        }
    }

    /** Passes on what a log tells of one user. */
    private final class Observer implements LogObserver {
        private final UserId userId;

        Observer(UserId userId) {
            this.userId = userId;
        }

        @Override
        public void onGrown() {
            cursors(userId).forEach(ConnectionCursor::signal);
        }

        @Override
        public void onEvicted(int events, int openLifecycle) {
            counters.count(Counter.EVENTS_EVICTED, events);
            counters.count(Counter.LIFECYCLE_EVENTS_EVICTED, openLifecycle);
        }
    }

    /** Answers the cursors of a user, none for a user without a log. */
    List<ConnectionCursor> cursors(UserId userId) {
        User user = users.get(userId);
        return user == null ? List.of() : user.cursors();
    }

    /** Is told that a cursor is out. */
    void detached(ConnectionCursor cursor) {
        User user = cursor.user();
        user.lock.lock();
        try {
            user.remove(cursor);
            cursor.leaveClient();
            touched(user, settings.clock().millis());
        } finally {
            user.lock.unlock();
        }
    }

    /** Notes what was done to a user and its log, and frees the log if its time has come; called under the user's lock. */
    void touched(User user, long nowMillis) {
        user.lastActiveMillis = nowMillis;
        if (!user.freed) {
            budget.count(user);
            order.touch(user);
            freeIfExpired(user, settings.clock().millis());
        }
    }

    /** Makes logs give up events while all together hold too many; called without a lock. */
    void keepBudget() {
        budget.keep();
    }

    private boolean freeIfExpired(User user, long nowMillis) {
        boolean expired = nowMillis - user.lastActiveMillis >= retentionMillis || user.log instanceof BrokenEventLog;
        if (expired && user.isIdle()) {
            free(user);
        }
        return user.freed;
    }

    private void free(User user) {
        user.freed = true;
        order.remove(user);
        budget.forget(user);
        users.remove(user.id, user);
        user.clients.forgetAll();
        counters.count(Counter.LOGS_FREED);
        try {
            user.log.close();
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.warn("closing the log of user {} failed", user.id, e);
        }
    }

    /** Frees all logs and forgets all clients that went away whose time has come, and now and then lets the others give up what is too old; by one thread. */
    void tick() {
        Instant now = settings.clock().instant();
        freeExpired(now.toEpochMilli());
        forgetClients(now.toEpochMilli());
        long sinceSwept = now.toEpochMilli() - sweptMillis;
        if (sinceSwept < 0 || sinceSwept >= sweepMillis) {
            sweptMillis = now.toEpochMilli();
            users.values().forEach(user -> expire(user, now));
        }
    }

    /** Looks at those who may be due alone, in the order of their activity. */
    private void freeExpired(long nowMillis) {
        for (User user = order.firstIdle(); user != null; user = order.firstIdle()) {
            user.lock.lock();
            try {
                if (user == order.firstIdle()) {
                    if (nowMillis - user.movedMillis < retentionMillis) {
                        return;
                    }
                    if (!freeIfExpired(user, nowMillis)) {
                        order.move(user);
                    }
                }
            } finally {
                user.lock.unlock();
            }
        }
    }

    private void forgetClients(long nowMillis) {
        for (User user : users.values()) {
            if (user.clients.someAreAway()) {
                user.lock.lock();
                try {
                    user.clients.forgetAwayFor(retentionMillis, nowMillis);
                } finally {
                    user.lock.unlock();
                }
            }
        }
    }

    /** Does something with each user that has a log, without its lock. */
    void forEach(Consumer<User> action) {
        users.values().forEach(action);
    }

    private void expire(User user, Instant now) {
        user.lock.lock();
        try {
            if (!user.freed) {
                user.log.expire(now);
                budget.count(user);
            }
        } catch (RuntimeException e) {
            LOG.warn("the log of user {} failed to give up what is too old", user.id, e);
        } finally {
            user.lock.unlock();
        }
    }

    /** Lets no run begin any more; those that are open may go on and end. */
    void takeNoNewRuns() {
        noNewRuns = true;
    }

    boolean takesNoNewRuns() {
        return noNewRuns;
    }

    /** Makes the logs of all users, those to come too, take nothing any more. */
    void closeForGood() {
        closedForGood = true;
    }

    boolean areClosedForGood() {
        return closedForGood;
    }

    int size() {
        return users.size();
    }

    LogBudget budget() {
        return budget;
    }

    /** Closes all logs, and those that are opened from now on as soon as they were used. */
    void clear() {
        cleared = true;
        for (User user : users.values()) {
            user.lock.lock();
            try {
                if (!user.freed) {
                    free(user);
                }
            } finally {
                user.lock.unlock();
            }
        }
    }
}
