// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.internal.accept.TicketStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by a one-time ticket in the query, which the application gave them over a request that it had
 * authenticated; for browsers whose cookies or tokens do not reach the socket.
 *
 * <pre>{@code
 * TicketAuthenticator tickets = TicketAuthenticator.builder().build();
 * String ticket = tickets.issue(user); // in the handler of a request whose user is known
 * // the page connects to /ws?ticket=…
 * }</pre>
 *
 * <p>A ticket is 256 random bits, good for one handshake and for a short time; it stands in a URL, and so in logs, where it
 * is of no use to anybody by then. Only hashes are kept. Of one user, and of all, a bounded number is outstanding; beyond
 * it the oldest is forgotten, first the user's own. Tickets live in this object: where several servers share the traffic,
 * the handshake has to reach the one that issued the ticket. Thread-safe; does not block.
 */
public final class TicketAuthenticator implements Authenticator {
    private static final int TICKET_BYTES = 32;
    private static final int TICKET_CHARACTERS = 43;

    private final SecureRandom random = new SecureRandom();
    private final String parameter;
    private final TicketStore store;

    private TicketAuthenticator(Builder builder) {
        this.parameter = builder.parameter;
        this.store = new TicketStore(builder.clock, builder.lifetime, builder.maxPerUser, builder.maxOutstanding);
    }

    /**
     * Starts an authenticator.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a ticket for a connection that may stay for as long as it likes.
     *
     * @param userId whose connection it will be; never null
     * @return the ticket, 43 characters that may stand in a query as they are; never null
     */
    public String issue(UserId userId) {
        return issue(userId, null);
    }

    /**
     * Makes a ticket for a connection that ends with what the user was known by, such as the session of a web page.
     *
     * @param userId whose connection it will be; never null
     * @param expiresAt when the connection's authentication expires, or null for never
     * @return the ticket, 43 characters that may stand in a query as they are; never null
     */
    public String issue(UserId userId, @Nullable Instant expiresAt) {
        Objects.requireNonNull(userId, "userId");
        byte[] bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Authentication granted =
                expiresAt == null ? Authentication.accepted(userId) : Authentication.accepted(userId, expiresAt);
        store.put(ticket, userId, granted);
        return ticket;
    }

    /** Uses the handshake's ticket up, whether the client gets in by it or not. */
    @Override
    public CompletionStage<Authentication> authenticate(HandshakeRequest request) {
        String ticket = Objects.requireNonNull(request, "request")
                .queryParameter(parameter)
                .orElse(null);
        if (ticket == null) {
            return CompletableFuture.completedStage(Authentication.absent());
        }
        Authentication granted = ticket.length() == TICKET_CHARACTERS ? store.take(ticket) : null;
        return CompletableFuture.completedStage(
                granted == null
                        ? Authentication.refused("the ticket is unknown, was used before, or is out of date")
                        : granted);
    }

    /**
     * Counts the tickets that may still be used.
     *
     * @return 0 or more
     */
    public int outstanding() {
        return store.size();
    }

    /** Collects the settings of an authenticator; to be used by one thread. */
    public static final class Builder {
        private String parameter = "ticket";
        private Duration lifetime = Duration.ofSeconds(30);
        private int maxPerUser = 16;
        private int maxOutstanding = 10_000;
        private InstantSource clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the parameter of the query that holds the ticket.
         *
         * @param name {@code ticket} unless set; never null
         * @return this builder
         */
        public Builder parameter(String name) {
            this.parameter = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets for how long a ticket can be used.
         *
         * @param lifetime one second to ten minutes; 30 seconds unless set; never null
         * @return this builder
         */
        public Builder lifetime(Duration lifetime) {
            Objects.requireNonNull(lifetime, "lifetime");
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofMinutes(10)) > 0) {
                throw invalid("lifetime is " + lifetime + ". Set one second to ten minutes.");
            }
            this.lifetime = lifetime;
            return this;
        }

        /**
         * Bounds the tickets of one user that are outstanding; beyond it the user's oldest is forgotten.
         *
         * @param tickets 1 or more; 16 unless set
         * @return this builder
         */
        public Builder maxPerUser(int tickets) {
            this.maxPerUser = positive("maxPerUser", tickets);
            return this;
        }

        /**
         * Bounds the tickets of all users that are outstanding; beyond it the oldest is forgotten.
         *
         * @param tickets 1 or more; 10,000 unless set
         * @return this builder
         */
        public Builder maxOutstanding(int tickets) {
            this.maxOutstanding = positive("maxOutstanding", tickets);
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param clock the system's UTC clock unless set; never null
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the authenticator.
         *
         * @return the authenticator; never null
         */
        public TicketAuthenticator build() {
            return new TicketAuthenticator(this);
        }

        private static int positive(String setting, int value) {
            if (value < 1) {
                throw invalid(setting + " is " + value + ". Set 1 or more.");
            }
            return value;
        }

        private static InvalidArgumentException invalid(String message) {
            return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
        }
    }
}
