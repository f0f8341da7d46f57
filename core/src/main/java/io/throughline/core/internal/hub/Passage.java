// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One event of a sender on its way into a log, with what the hub itself says before it, such as the ends of open calls.
 *
 * <p>Touched by one thread at a time: the sender's at first, then the one that has the user's turn.
 */
final class Passage {
    final UserId userId;

    /** As its sender gave it; a call of a tool has its id. */
    final AgentEvent given;

    final String spareCallId;
    final Instant sentAt;

    /** What the sender waits for. */
    final CompletableFuture<SendResult> answer = new CompletableFuture<>();

    private final @Nullable Predicate<OpenRuns> condition;
    private Draft draft;
    private List<Part> parts = List.of();
    private int next;
    private boolean dropped;

    /**
     * @param given with a call id, if it announces a call
     * @param spareCallId for a completion that names no call and closes none
     * @param condition for an event of the hub's own: what must hold when its turn comes, else nothing is sent and nobody
     *     told; null for an event of a sender
     */
    Passage(
            UserId userId,
            AgentEvent given,
            String spareCallId,
            Instant sentAt,
            @Nullable Predicate<OpenRuns> condition) {
        this.userId = userId;
        this.given = given;
        this.spareCallId = spareCallId;
        this.sentAt = sentAt;
        this.condition = condition;
        this.draft = Draft.of(given);
    }

    /** Answers what is to be sent as the runs are; under the user's lock. */
    Draft draftFor(OpenRuns runs) {
        return runs.draft(given, spareCallId, sentAt.toEpochMilli());
    }

    boolean isWanted(OpenRuns runs) {
        return condition == null || condition.test(runs);
    }

    boolean isOfHub() {
        return condition != null;
    }

    Draft draft() {
        return draft;
    }

    /** Takes what is to be sent, encoded: the hub's own events first and the sender's last. */
    void encoded(Draft as, List<Part> encoded) {
        this.draft = as;
        this.parts = encoded;
    }

    /** Takes a draft that differs from the former in its disorder at the most. */
    void confirm(Draft as) {
        this.draft = as;
    }

    List<Part> ofHub() {
        return parts.subList(0, parts.size() - 1);
    }

    Part ofSender() {
        return parts.get(parts.size() - 1);
    }

    boolean hasNext() {
        return next < parts.size();
    }

    /** Answers the next event to append. */
    Part next() {
        return parts.get(next++);
    }

    /** Answers what the events count while they wait, in bytes. */
    long size() {
        return parts.stream().mapToLong(part -> part.record.frame().size()).sum();
    }

    /** Ends the passage before anything was appended. */
    void refuse(ErrorId reason, String detail) {
        next = parts.size();
        ofSender().settle(SendResult.refused(reason, detail), List.of());
    }

    /** Ends the passage, before anything was appended, of an event that the hub wanted to send and nobody is told of. */
    void drop(ErrorId reason, String detail) {
        dropped = true;
        refuse(reason, detail);
    }

    boolean isDropped() {
        return dropped;
    }

    /** Tells whether it is known what became of the sender's event. */
    boolean isSettled() {
        return ofSender().isSettled();
    }
}
