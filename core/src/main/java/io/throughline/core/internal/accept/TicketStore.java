// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that may still be used, by their hashes, oldest first; within bounds for each user and for all.
 *
 * <p>Looking a hash up takes a time that says nothing about the ticket. Thread-safe.
 */
public final class TicketStore {
    private record Hash(ByteBuffer bytes) {}

    private record Granted(UserId userId, Authentication authentication, Instant goodUntil) {}

    private final InstantSource clock;
    private final Duration lifetime;
    private final int maxPerUser;
    private final int maxOutstanding;
    private final Map<Hash, Granted> tickets = new LinkedHashMap<>();
    private final Map<UserId, Set<Hash>> ofUser = new HashMap<>();

    /** Creates an empty store. */
    public TicketStore(InstantSource clock, Duration lifetime, int maxPerUser, int maxOutstanding) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.maxPerUser = maxPerUser;
        this.maxOutstanding = maxOutstanding;
    }

    /** Keeps a ticket that nobody has used. */
    public void put(String ticket, UserId userId, Authentication authentication) {
        Hash hash = hash(ticket);
        Instant now = clock.instant();
        synchronized (this) {
            forgetOutdated(now);
            Set<Hash> own = ofUser.getOrDefault(userId, Set.of());
            if (own.size() >= maxPerUser) {
                forget(own.iterator().next());
            } else if (tickets.size() >= maxOutstanding) {
                forget(tickets.keySet().iterator().next());
            }
            tickets.put(hash, new Granted(userId, authentication, now.plus(lifetime)));
            ofUser.computeIfAbsent(userId, user -> new LinkedHashSet<>()).add(hash);
        }
    }

    /** Answers what a ticket grants, once, or null if it grants nothing. */
    public @Nullable Authentication take(String ticket) {
        Hash hash = hash(ticket);
        Instant now = clock.instant();
        synchronized (this) {
            forgetOutdated(now);
            Granted granted = forget(hash);
            return granted != null && granted.goodUntil().isAfter(now) ? granted.authentication() : null;
        }
    }

    /** Counts the tickets that are not out of date. */
    public synchronized int size() {
        forgetOutdated(clock.instant());
        return tickets.size();
    }

    /** The oldest come first, so this ends at the first that is good; a clock that is set back makes it end too early. */
    private void forgetOutdated(Instant now) {
        Iterator<Map.Entry<Hash, Granted>> oldest = tickets.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Hash, Granted> ticket = oldest.next();
            if (ticket.getValue().goodUntil().isAfter(now)) {
                return;
            }
            oldest.remove();
            forgetOf(ticket.getValue().userId(), ticket.getKey());
        }
    }

    private @Nullable Granted forget(Hash hash) {
        Granted granted = tickets.remove(hash);
        if (granted != null) {
            forgetOf(granted.userId(), hash);
        }
        return granted;
    }

    private void forgetOf(UserId userId, Hash hash) {
        ofUser.computeIfPresent(userId, (user, own) -> {
            own.remove(hash);
            return own.isEmpty() ? null : own;
        });
    }

    private static Hash hash(String ticket) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Hash(ByteBuffer.wrap(sha256.digest(ticket.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has.", e);
        }
    }
}
