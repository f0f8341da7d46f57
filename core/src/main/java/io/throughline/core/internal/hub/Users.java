// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.UserId;
import io.throughline.core.internal.log.InMemoryEventLog;
import io.throughline.core.internal.receipt.Clients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The users that have a log, and the freeing of logs that nobody needs any more. */
final class Users {
    private final ConcurrentMap<UserId, User> users = new ConcurrentHashMap<>();
    private final HubSettings settings;
    private final IdSource ids;

    Users(HubSettings settings, IdSource ids) {
        this.settings = settings;
        this.ids = ids;
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
                user.lock.unlock();
            }
        }
    }

    private User create(UserId userId) {
        User user = new User(
                userId,
                new InMemoryEventLog(
                        ids.epoch(), settings.log().maxEntries(), settings.log().maxBytes()),
                new Clients(settings.executor()));
        user.lastActiveMillis = settings.clock().millis();
        return user;
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
            user.lastActiveMillis = settings.clock().millis();
            freeIfExpired(user);
        } finally {
            user.lock.unlock();
        }
    }

    /** Frees a user's log if its time has come; called under the user's lock. */
    void freeIfExpired(User user) {
        Duration idle = Duration.ofMillis(settings.clock().millis() - user.lastActiveMillis);
        if (user.isIdle() && idle.compareTo(settings.log().idleRetention()) >= 0) {
            user.freed = true;
            users.remove(user.id, user);
            user.clients.forgetAll();
        }
    }

    /** Frees all logs, and forgets all clients that went away, whose time has come. */
    void freeExpired() {
        for (User user : users.values()) {
            if (user.cursors().isEmpty() || user.clients.someAreAway()) {
                user.lock.lock();
                try {
                    freeIfExpired(user);
                    user.clients.forgetAwayFor(
                            settings.log().idleRetention().toMillis(),
                            settings.clock().millis());
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

    int size() {
        return users.size();
    }

    void clear() {
        for (User user : users.values()) {
            user.lock.lock();
            try {
                user.clients.forgetAll();
            } finally {
                user.lock.unlock();
            }
        }
        users.clear();
    }
}
