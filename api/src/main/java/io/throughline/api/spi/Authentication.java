// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} decided: who the client is and for how long, that it is refused, or that it showed no
 * proof.
 *
 * <p>Immutable and thread-safe.
 */
public final class Authentication {
    private static final Authentication ABSENT = absent("no proof of who it is");

    private final @Nullable UserId userId;
    private final @Nullable Instant expiresAt;
    private final String reason;
    private final boolean isAbsent;

    private Authentication(@Nullable UserId userId, @Nullable Instant expiresAt, String reason, boolean isAbsent) {
        this.userId = userId;
        this.expiresAt = expiresAt;
        this.reason = reason;
        this.isAbsent = isAbsent;
    }

    /**
     * Lets a client in, for as long as it stays.
     *
     * @param userId who it is; never null
     * @return the decision; never null
     */
    public static Authentication accepted(UserId userId) {
        return new Authentication(Objects.requireNonNull(userId, "userId"), null, "", false);
    }

    /**
     * Lets a client in for a time; then it is closed with 4401, unless it renews its authentication before.
     *
     * @param userId who it is; never null
     * @param expiresAt when that is no longer sure; a moment in the past refuses the client; never null
     * @return the decision; never null
     */
    public static Authentication accepted(UserId userId, Instant expiresAt) {
        return new Authentication(
                Objects.requireNonNull(userId, "userId"), Objects.requireNonNull(expiresAt, "expiresAt"), "", false);
    }

    /**
     * Refuses a client whose proof is wrong: it is closed with 4401 at once.
     *
     * @param reason why, for the server's log, without the proof itself; the client is not told; never null
     * @return the decision; never null
     */
    public static Authentication refused(String reason) {
        return new Authentication(null, null, Objects.requireNonNull(reason, "reason"), false);
    }

    /**
     * Says that there was no proof to judge by: others may be asked, and where {@linkplain Authenticator#takesTokens
     * tokens are taken} the client may send one. A client that never shows a proof is closed with 4401.
     *
     * @return the decision; never null
     */
    public static Authentication absent() {
        return ABSENT;
    }

    /**
     * Says that there was nothing to judge by but what a browser sends of itself and the client did not choose, such as a
     * cookie that is out of date; what holds for {@link #absent()} holds here.
     *
     * @param reason what was wrong with it, for the server's log, without the proof itself; never null
     * @return the decision; never null
     */
    public static Authentication absent(String reason) {
        return new Authentication(null, null, Objects.requireNonNull(reason, "reason"), true);
    }

    /**
     * Answers who the client is.
     *
     * @return the user, or empty if the client was not accepted
     */
    public Optional<UserId> userId() {
        return Optional.ofNullable(userId);
    }

    /**
     * Answers until when the client is accepted.
     *
     * @return the moment, or empty if the client was accepted for as long as it stays, or not at all
     */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /**
     * Tells whether there was no proof to judge by.
     *
     * @return false if the client was accepted or refused
     */
    public boolean isAbsent() {
        return isAbsent;
    }

    /**
     * Answers why the client was not accepted.
     *
     * @return the reason, empty if the client was accepted; never null
     */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        if (userId == null) {
            return "refused: " + reason;
        }
        return "accepted: " + userId + (expiresAt == null ? "" : " until " + expiresAt);
    }
}
