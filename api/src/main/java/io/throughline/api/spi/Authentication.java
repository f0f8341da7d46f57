// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.UserId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} decided.
 *
 * <p>Immutable and thread-safe.
 */
public final class Authentication {
    private final @Nullable UserId userId;
    private final String reason;

    private Authentication(@Nullable UserId userId, String reason) {
        this.userId = userId;
        this.reason = reason;
    }

    /**
     * Lets a client in.
     *
     * @param userId who it is; never null
     * @return the decision; never null
     */
    public static Authentication accepted(UserId userId) {
        return new Authentication(Objects.requireNonNull(userId, "userId"), "");
    }

    /**
     * Refuses a client.
     *
     * @param reason why, for the server's log; the client is not told; never null
     * @return the decision; never null
     */
    public static Authentication refused(String reason) {
        return new Authentication(null, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Answers who the client is.
     *
     * @return the user, or empty if the client was refused
     */
    public Optional<UserId> userId() {
        return Optional.ofNullable(userId);
    }

    /**
     * Answers why the client was refused.
     *
     * @return the reason, empty if the client was accepted; never null
     */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return userId == null ? "refused: " + reason : "accepted: " + userId;
    }
}
