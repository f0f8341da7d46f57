// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.UserId;
import io.throughline.api.spi.LogRecord;
import io.throughline.core.internal.log.LogBounds;
import io.throughline.core.internal.log.LogModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A hub as it is described: users with a log each, and clients that are at places in them. */
final class HubModel {
    /** One user; it is gone from the model when its log is freed. */
    static final class User {
        final LogModel log;
        final String epoch;
        final Set<String> open = new HashSet<>();
        final Set<String> finished = new HashSet<>();
        final List<Client> clients = new ArrayList<>();
        Instant lastActive;

        User(LogModel log, String epoch) {
            this.log = log;
            this.epoch = epoch;
        }

        boolean isIdle() {
            return clients.isEmpty() && open.isEmpty();
        }
    }

    /** One connection: what it has received, and what is on its way to it. */
    static final class Client {
        final List<String> received = new ArrayList<>();
        final List<String> inFlight = new ArrayList<>();
        private long nextSeq;
        private boolean stalled;

        private void deliver(User user) {
            if (!stalled || inFlight.isEmpty()) {
                String items = user.log.read(nextSeq);
                nextSeq = user.log.headSeq() + 1;
                if (!items.isEmpty()) {
                    (stalled ? inFlight : received).addAll(List.of(items.split(" ", -1)));
                }
            }
        }

        void stall() {
            stalled = true;
        }

        void flow(User user) {
            stalled = false;
            received.addAll(inFlight);
            inFlight.clear();
            deliver(user);
        }
    }

    private final LogBounds bounds;
    private final long budget;
    private final Duration retention;
    private final Duration sweep;
    private final Map<UserId, User> users = new LinkedHashMap<>();
    private Instant swept;

    HubModel(LogBounds bounds, long budget, Duration retention, Instant now) {
        this.bounds = bounds;
        this.budget = budget;
        this.retention = retention;
        this.sweep = Duration.ofMillis(Math.min(60_000, bounds.maxAge().toMillis() / 60));
        this.swept = now;
    }

    Optional<User> find(UserId id) {
        return Optional.ofNullable(users.get(id));
    }

    private User user(UserId id, String epoch) {
        return users.computeIfAbsent(id, absent -> new User(new LogModel(bounds), epoch));
    }

    boolean refuses(UserId id, String run) {
        return find(id).filter(user -> user.finished.contains(run)).isPresent();
    }

    void append(UserId id, String epoch, LogRecord record, Instant now) {
        User user = user(id, epoch);
        user.log.append(record);
        user.lastActive = now;
        record.runId().ifPresent(run -> {
            if (record.runEffect() == LogRecord.RunEffect.END) {
                user.open.remove(run.value());
                user.finished.add(run.value());
            } else if (record.runEffect() == LogRecord.RunEffect.OPEN) {
                user.open.add(run.value());
            }
        });
        user.clients.forEach(client -> client.deliver(user));
        keepBudget();
    }

    Client attach(UserId id, String epoch, String cursor, Instant now) {
        User user = user(id, epoch);
        user.lastActive = now;
        Client client = new Client();
        long head = user.log.headSeq();
        boolean resumed = false;
        String unknown = null;
        if (cursor == null) {
            client.nextSeq = head + 1;
        } else if (cursor.equals("earliest")) {
            client.nextSeq = user.log.firstSeq();
        } else if (cursor.equals("open")) {
            client.nextSeq = user.log.firstOpenSeq();
        } else {
            long seq = Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
            if (!cursor.startsWith(user.epoch + ":") || seq > head) {
                unknown = cursor.startsWith(user.epoch + ":") ? "unknown_cursor" : "epoch_changed";
                client.nextSeq = user.log.firstOpenSeq();
            } else {
                client.nextSeq = seq + 1;
                resumed = !user.log.read(seq + 1).contains("(");
            }
        }
        client.received.add("hello:" + head + ":" + resumed);
        if (unknown != null) {
            client.received.add(unknown);
        }
        client.deliver(user);
        user.clients.add(client);
        return client;
    }

    void detach(UserId id, Client client, Instant now) {
        User user = users.get(id);
        user.clients.remove(client);
        user.lastActive = now;
    }

    void tick(Instant now) {
        users.values()
                .removeIf(user ->
                        user.isIdle() && Duration.between(user.lastActive, now).compareTo(retention) >= 0);
        if (Duration.between(swept, now).compareTo(sweep) >= 0) {
            swept = now;
            users.values().forEach(user -> user.log.expire(now));
        }
    }

    long bytes() {
        return users.values().stream().mapToLong(user -> user.log.byteCount()).sum();
    }

    long entries() {
        return users.values().stream().mapToLong(user -> user.log.entryCount()).sum();
    }

    int size() {
        return users.size();
    }

    private void keepBudget() {
        while (bytes() > budget) {
            UserId id = users.entrySet().stream()
                    .filter(entry ->
                            entry.getValue().isIdle() || entry.getValue().log.byteCount() > 0)
                    .min(Comparator.comparing((Map.Entry<UserId, User> entry) ->
                                    !entry.getValue().isIdle())
                            .thenComparing(entry -> entry.getValue().lastActive))
                    .orElseThrow()
                    .getKey();
            User user = users.get(id);
            user.log.release(bytes() - budget);
            if (user.log.byteCount() == 0 && user.isIdle()) {
                users.remove(id);
            }
        }
    }
}
