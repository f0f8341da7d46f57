// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.CloseReason;
import io.throughline.api.ErrorId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hub takes another client at this moment, whoever it is; transports ask before they accept a handshake.
 *
 * <p>A transport that can answer by HTTP refuses with the {@linkplain #httpStatus status} and {@code Retry-After}; one that
 * cannot accepts the handshake and closes the connection with the {@linkplain #closeReason reason}. Immutable and
 * thread-safe.
 */
public final class Admission {
    private static final Admission GRANTED = new Admission(null, CloseReason.DONE, Duration.ZERO);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final @Nullable ErrorId errorId;
    private final CloseReason closeReason;
    private final Duration retryAfter;

    private Admission(@Nullable ErrorId errorId, CloseReason closeReason, Duration retryAfter) {
        this.errorId = errorId;
        this.closeReason = closeReason;
        this.retryAfter = retryAfter;
    }

    /**
     * Answers that the client may come in.
     *
     * @return the same object at every call; never null
     */
    public static Admission granted() {
        return GRANTED;
    }

    /**
     * Answers that the client may not come in now.
     *
     * @param errorId why; never null
     * @param closeReason with what it is closed where it cannot be refused by HTTP; never null
     * @param retryAfter when it may try again, whole seconds count; never null
     * @return the refusal; never null
     */
    public static Admission refused(ErrorId errorId, CloseReason closeReason, Duration retryAfter) {
        return new Admission(
                Objects.requireNonNull(errorId, "errorId"),
                Objects.requireNonNull(closeReason, "closeReason"),
                Objects.requireNonNull(retryAfter, "retryAfter"));
    }

    /**
     * Tells whether the client may come in.
     *
     * @return false if it is to be refused
     */
    public boolean isGranted() {
        return errorId == null;
    }

    /**
     * Answers why the client is refused.
     *
     * @return the kind of error, or empty if it is not refused
     */
    public Optional<ErrorId> errorId() {
        return Optional.ofNullable(errorId);
    }

    /**
     * Answers with what the client is closed after the upgrade.
     *
     * @return the reason; without meaning if it is not refused; never null
     */
    public CloseReason closeReason() {
        return closeReason;
    }

    /**
     * Answers with what the client is refused before the upgrade.
     *
     * @return 429 if it is one of too many, 503 if the server takes nobody; 101 if it is not refused
     */
    public int httpStatus() {
        if (errorId == null) {
            return 101;
        }
        return closeReason.equals(CloseReason.TOO_MANY) ? TOO_MANY_REQUESTS : SERVICE_UNAVAILABLE;
    }

    /**
     * Answers the value of the header {@code Retry-After}.
     *
     * @return seconds, 1 or more; without meaning if the client is not refused
     */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }

    @Override
    public String toString() {
        return errorId == null ? "granted" : "refused, " + errorId + ", retry after " + retryAfterSeconds() + " s";
    }
}
