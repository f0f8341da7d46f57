// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ErrorIds;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.internal.fault.Fatal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an authenticator, for so long as it may take; whatever is no acceptance that holds now becomes a refusal. */
public final class AuthenticationCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AuthenticationCheck.class);
    private static final Authentication NOT_DECIDED = Authentication.refused("the authenticator did not decide");

    private final HubCore hub;
    private final Authenticator authenticator;
    private final Duration timeout;

    /**
     * @param timeout how long one decision may take
     */
    public AuthenticationCheck(HubCore hub, Authenticator authenticator, Duration timeout) {
        this.hub = hub;
        this.authenticator = authenticator;
        this.timeout = timeout;
    }

    /** Tells whether {@code auth} frames are taken. */
    public boolean takesTokens() {
        return authenticator.takesTokens();
    }

    /** Answers a stage that never fails. */
    public CompletionStage<Authentication> ofHandshake(HandshakeRequest request) {
        return decision(() -> authenticator.authenticate(request));
    }

    /** Answers a stage that never fails. */
    public CompletionStage<Authentication> ofToken(String token) {
        return decision(() -> authenticator.authenticateToken(token));
    }

    private CompletionStage<Authentication> decision(Supplier<CompletionStage<Authentication>> question) {
        CompletableFuture<Authentication> decision = new CompletableFuture<>();
        try {
            question.get()
                    .whenComplete((decided, failure) ->
                            decision.complete(failure == null && decided != null ? checked(decided) : failed(failure)));
        } catch (Throwable e) {
            Fatal.rethrow(e);
            decision.complete(failed(e));
        }
        if (!decision.isDone()) {
            Runnable forgetDeadline = hub.deadlines().after(timeout, () -> giveUp(decision));
            var unused = decision.thenRun(forgetDeadline);
        }
        return decision;
    }

    private void giveUp(CompletableFuture<Authentication> decision) {
        if (decision.complete(NOT_DECIDED) && !hub.isClosed()) {
            LOG.warn(
                    ErrorIds.AUTHENTICATOR_FAILED.describe(
                            "the authenticator did not decide within {}, so a client is refused."),
                    timeout);
        }
    }

    private static Authentication failed(@Nullable Throwable failure) {
        LOG.warn(
                ErrorIds.AUTHENTICATOR_FAILED.describe(
                        "the authenticator failed or answered null, so a client is refused."),
                failure);
        return NOT_DECIDED;
    }

    private Authentication checked(Authentication decided) {
        Instant now = hub.clock().instant();
        boolean isOver = decided.expiresAt().filter(end -> !end.isAfter(now)).isPresent();
        return isOver ? Authentication.refused("the authentication has expired") : decided;
    }
}
