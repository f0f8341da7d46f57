// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.json.FrameEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long it is sure whose a connection is; renewed over the connection, by tokens of the same user.
 *
 * <p>The user never changes. Thread-safe; nothing is asked or closed under the lock.
 */
public final class AuthLease {
    static final CloseReason EXPIRED = new CloseReason(4401, "the authentication has expired");
    static final CloseReason OTHER_USER = new CloseReason(4403, "the token is another user's");

    private static final Logger LOG = LoggerFactory.getLogger(AuthLease.class);

    /** What lasts longer, lasts for ever: clients count in milliseconds, exactly below 2^53. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final AuthenticationCheck check;
    private final UserId userId;
    private @Nullable Instant expiresAt;
    private @Nullable Runnable forgetExpiry;
    private boolean renewing;
    private boolean ended;
    private int refusedInARow;

    /**
     * @param check judges the tokens of renewals
     * @param first the acceptance by which the client came in
     */
    public AuthLease(AuthenticationCheck check, Authentication first) {
        this.check = check;
        this.userId = first.userId().orElseThrow();
        this.expiresAt = first.expiresAt().orElse(null);
    }

    boolean takesTokens() {
        return check.takesTokens();
    }

    /** Answers how many milliseconds are left, or empty if the end is not known. */
    synchronized OptionalLong millisLeft(Instant now) {
        if (expiresAt == null || expiresAt.isAfter(now.plus(LONGEST))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, Duration.between(now, expiresAt).toMillis()));
    }

    /** Closes the connection when the time is over; called once it is attached. */
    void begin(HubCore hub, ConnectionCursor cursor) {
        schedule(hub, cursor);
        var unused = cursor.ended().thenRun(this::end);
    }

    private synchronized void schedule(HubCore hub, ConnectionCursor cursor) {
        forgetExpiry();
        Instant end = expiresAt;
        if (!ended && end != null && millisLeft(hub.clock().instant()).isPresent()) {
            long firstMillisAfter = end.plusNanos(999_999).toEpochMilli();
            forgetExpiry = hub.deadlines().at(firstMillisAfter, () -> expire(hub, cursor));
        }
    }

    private void expire(HubCore hub, ConnectionCursor cursor) {
        if (isOver(hub.clock().instant())) {
            LOG.info(
                    "connection {} is closed: its authentication has expired",
                    cursor.connection().id());
            hub.counters().count(Counter.AUTHENTICATIONS_EXPIRED);
            close(hub, cursor, EXPIRED);
        }
    }

    /** A renewal may have come between the deadline and this. */
    private synchronized boolean isOver(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    private synchronized void end() {
        ended = true;
        forgetExpiry();
    }

    private void forgetExpiry() {
        if (forgetExpiry != null) {
            forgetExpiry.run();
            forgetExpiry = null;
        }
    }

    /** Begins to check a token; answers false, and does nothing, while another one is being checked. */
    boolean renew(HubCore hub, ConnectionCursor cursor, FrameEncoder encoder, String token, @Nullable String id) {
        synchronized (this) {
            if (renewing) {
                return false;
            }
            renewing = true;
        }
        var unused = check.ofToken(token).thenAccept(decided -> onDecision(hub, cursor, encoder, decided, id));
        return true;
    }

    private void onDecision(
            HubCore hub, ConnectionCursor cursor, FrameEncoder encoder, Authentication decided, @Nullable String id) {
        if (cursor.isDetached()) {
            return;
        }
        UserId user = decided.userId().orElse(null);
        if (!userId.equals(user)) {
            hub.countRefusedAuthentication();
        }
        if (user == null) {
            LOG.info("connection {} renews in vain: {}", cursor.connection().id(), decided.reason());
            if (refuseRenewal()) {
                close(hub, cursor, CloseReason.POLICY);
            } else {
                cursor.sendDirect(encoder.error("auth_refused", "the token was not accepted.", id));
            }
        } else if (!user.equals(userId)) {
            LOG.warn(
                    "connection {} of user {} sent the token of {}",
                    cursor.connection().id(),
                    userId,
                    user);
            close(hub, cursor, OTHER_USER);
        } else {
            accept(decided.expiresAt().orElse(null));
            schedule(hub, cursor);
            hub.counters().count(Counter.AUTHENTICATIONS_RENEWED);
            cursor.sendDirect(encoder.authRenewed(millisLeft(hub.clock().instant())));
        }
    }

    private synchronized boolean refuseRenewal() {
        renewing = false;
        return ++refusedInARow > InboundChannel.MAX_INVALID_IN_A_ROW;
    }

    private synchronized void accept(@Nullable Instant until) {
        renewing = false;
        refusedInARow = 0;
        expiresAt = until;
    }

    private static void close(HubCore hub, ConnectionCursor cursor, CloseReason reason) {
        var unused = hub.end(cursor, reason);
    }
}
