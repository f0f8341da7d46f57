// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a send answers with: accepted and, where the manager keeps a log, at which place; or refused and why.
 *
 * <p>Accepted means that the manager took the message, not that anyone has it: that is learnt through receipts alone.
 * Immutable and thread-safe.
 */
public final class SendResult {
    private final @Nullable LogPosition position;
    private final int connectionCount;
    private final @Nullable ErrorId refusal;
    private final @Nullable String detail;
    private final Receipt receipt;

    private SendResult(
            @Nullable LogPosition position,
            int connectionCount,
            @Nullable ErrorId refusal,
            @Nullable String detail,
            Receipt receipt) {
        this.position = position;
        this.connectionCount = connectionCount;
        this.refusal = refusal;
        this.detail = detail;
        this.receipt = receipt;
    }

    /**
     * Answers the result of a message that went into a log, and of which no receipts are kept.
     *
     * @param position where it stands; never null
     * @param connectionCount how many connections of the user were attached at that moment, 0 or more
     * @return the result; never null
     */
    public static SendResult appended(LogPosition position, int connectionCount) {
        return appended(position, connectionCount, Receipt.untracked());
    }

    /**
     * Answers the result of a message that went into a log.
     *
     * @param position where it stands; never null
     * @param connectionCount how many connections of the user were attached at that moment, 0 or more
     * @param receipt by which the sender learns who has handled it; never null
     * @return the result; never null
     */
    public static SendResult appended(LogPosition position, int connectionCount, Receipt receipt) {
        return new SendResult(
                Objects.requireNonNull(position, "position"),
                connectionCount,
                null,
                null,
                Objects.requireNonNull(receipt, "receipt"));
    }

    /**
     * Answers the result of a message that was taken over by something that keeps no log, such as a legacy manager.
     *
     * @param connectionCount how many connections it was handed to, 0 or more
     * @return the result; never null
     */
    public static SendResult handedOver(int connectionCount) {
        return new SendResult(null, connectionCount, null, null, Receipt.untracked());
    }

    /**
     * Answers the result of a message that was not taken.
     *
     * @param reason the kind of refusal; never null
     * @param detail what was wrong and what to do; never null
     * @return the result; never null
     */
    public static SendResult refused(ErrorId reason, String detail) {
        return new SendResult(
                null,
                0,
                Objects.requireNonNull(reason, "reason"),
                Objects.requireNonNull(detail, "detail"),
                Receipt.untracked());
    }

    /**
     * Tells whether the message was taken.
     *
     * @return false if it was refused
     */
    public boolean isAccepted() {
        return refusal == null;
    }

    /**
     * Answers where the message stands in the user's log.
     *
     * @return the position; empty if it was refused or the manager keeps no log
     */
    public Optional<LogPosition> position() {
        return Optional.ofNullable(position);
    }

    /**
     * Answers how many connections of the user there were when the message was taken.
     *
     * @return 0 or more
     */
    public int connectionCount() {
        return connectionCount;
    }

    /**
     * Answers why the message was refused.
     *
     * @return the kind of refusal; empty if it was accepted
     */
    public Optional<ErrorId> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Answers by what the sender learns who has handled the message. It does not take part in comparisons of results.
     *
     * @return the receipt; one that {@linkplain Receipt#isTracked() says so} where none is kept; never null
     */
    public Receipt receipt() {
        return receipt;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SendResult that
                && connectionCount == that.connectionCount
                && Objects.equals(position, that.position)
                && Objects.equals(refusal, that.refusal)
                && Objects.equals(detail, that.detail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, connectionCount, refusal, detail);
    }

    /** Says in one line what happened, with the detail of a refusal. */
    @Override
    public String toString() {
        if (refusal != null) {
            return "refused: " + refusal.describe(String.valueOf(detail));
        }
        String place = position == null ? "handed over" : "appended at " + position;
        return place + ", connections: " + connectionCount;
    }
}
