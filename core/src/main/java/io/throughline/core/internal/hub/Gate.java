// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.UserId;
import io.throughline.api.spi.Admission;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who may come in: bounds of the number of connections and of the rate of handshakes, and nobody while draining. */
final class Gate {
    private static final Duration WHEN_FULL = Duration.ofSeconds(5);
    private static final Duration WHEN_TOO_FAST = Duration.ofSeconds(1);

    private final LimitSettings limits;
    private final InstantSource clock;
    private final Counters counters;
    private final TokenBucket handshakes;
    private final AtomicInteger entered = new AtomicInteger();

    /** When clients that are refused while draining may try again; null while not draining. */
    private volatile @Nullable Duration drainingRetryAfter;

    Gate(LimitSettings limits, InstantSource clock, Counters counters) {
        this.limits = limits;
        this.clock = clock;
        this.counters = counters;
        this.handshakes = limits.handshakes().bucket(clock.millis());
    }

    /** Decides on a handshake before anybody knows whose it is. */
    Admission admit(int openSockets) {
        Duration retryAfter = drainingRetryAfter;
        if (retryAfter != null) {
            counters.count(Counter.CONNECTIONS_REFUSED_DRAINING);
            return Admission.refused(ErrorIds.DRAINING, CloseReason.RESTART, retryAfter);
        }
        if (Math.max(openSockets, entered.get()) >= limits.connections()) {
            counters.count(Counter.CONNECTIONS_REFUSED_FULL);
            return Admission.refused(ErrorIds.HUB_FULL, CloseReason.TRY_AGAIN_LATER, WHEN_FULL);
        }
        if (!handshakes.tryTake(clock.millis())) {
            counters.count(Counter.HANDSHAKES_REFUSED_RATE);
            return Admission.refused(ErrorIds.TOO_MANY_HANDSHAKES, CloseReason.TOO_MANY, WHEN_TOO_FAST);
        }
        return Admission.granted();
    }

    /**
     * Takes a place for a connection of a user, which {@link #leave} gives back; called under the user's lock.
     *
     * @param present how many the user has
     */
    void enter(UserId userId, int present) {
        if (isDraining()) {
            counters.count(Counter.CONNECTIONS_REFUSED_DRAINING);
            throw new ConnectionRefusedException(
                    ErrorIds.DRAINING,
                    "this hub is being drained, so a connection of user " + userId
                            + " is refused. Connect to another server, or later.",
                    CloseReason.RESTART);
        }
        if (present >= limits.connectionsPerUser()) {
            counters.count(Counter.CONNECTIONS_REFUSED_USER);
            throw new ConnectionRefusedException(
                    ErrorIds.TOO_MANY_CONNECTIONS,
                    "user " + userId + " has " + present + " connections, and no more are allowed. Close some, or raise"
                            + " maxConnectionsPerUser of the hub.",
                    CloseReason.TOO_MANY);
        }
        if (entered.getAndUpdate(count -> count < limits.connections() ? count + 1 : count) >= limits.connections()) {
            counters.count(Counter.CONNECTIONS_REFUSED_FULL);
            throw new ConnectionRefusedException(
                    ErrorIds.HUB_FULL,
                    "this hub has " + limits.connections() + " connections, and no more are allowed. Add servers, or"
                            + " raise maxConnections of the hub.",
                    CloseReason.TRY_AGAIN_LATER);
        }
    }

    /** Gives back the place of a connection. */
    void leave() {
        entered.decrementAndGet();
    }

    /** Lets nobody in any more. */
    void drain(Duration retryAfter) {
        drainingRetryAfter = retryAfter;
    }

    boolean isDraining() {
        return drainingRetryAfter != null;
    }
}
