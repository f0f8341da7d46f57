// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.core.internal.fault.Fatal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into their users' logs, one at a time for each user.
 *
 * <p>A run's check and the append are one step under the user's lock, and runs move on only when the append has completed.
 * Where that is on the spot, nothing else ever happens. Where it is later, on a thread of the log's own, this event has
 * the user's turn meanwhile, and that thread goes on with those that wait. An event that what came before has changed is
 * encoded anew outside the lock, while it has the turn.
 */
final class Appender {
    /** What becomes of events before and after the log. */
    interface Steps {
        /** Drafts and encodes an event anew for the runs as they are; called outside the lock by who has the turn. */
        void prepare(User user, Passage passage);

        /** Tells connections and listeners of a settled event; outside the lock. */
        void tell(Passage passage);
    }

    private final Users users;
    private final Steps steps;
    private final boolean strict;
    private final Executor executor;

    /**
     * @param strict whether every event that is out of order in its run is refused
     * @param executor answers senders where an append did not complete on the spot
     */
    Appender(Users users, Steps steps, boolean strict, Executor executor) {
        this.users = users;
        this.steps = steps;
        this.strict = strict;
        this.executor = executor;
    }

    CompletionStage<SendResult> append(Passage passage) {
        User mine = users.locked(passage.userId, user -> admit(user, passage));
        if (mine != null) {
            goOn(mine, passage, passage);
        } else if (passage.isSettled()) {
            steps.tell(passage);
            users.keepBudget();
            answer(passage);
        }
        return passage.answer;
    }

    private static void answer(Passage passage) {
        passage.answer.complete(passage.ofSender().result());
    }

    /** Answers the user if the event has the turn and is to be encoded anew, else null. */
    private @Nullable User admit(User user, Passage passage) {
        if (user.appends.isTaken()) {
            if (!user.appends.await(passage)) {
                passage.refuse(
                        ErrorIds.APPEND_FAILED,
                        "the log did not take the event: too many wait for this user's log already. Send less, or later.");
                user.runs.onRefused(passage.given, passage.sentAt.toEpochMilli());
            }
            return null;
        }
        if (!isConfirmed(user, passage)) {
            user.appends.take();
            return user;
        }
        if (!begin(user, passage)) {
            user.appends.take();
        }
        return null;
    }

    /** The one step under the user's lock; answers false when an append goes on and will call back. */
    private boolean begin(User user, Passage passage) {
        RunDisorder disorder = passage.draft().disorder();
        if (!passage.isWanted(user.runs)) {
            passage.drop(ErrorIds.RUN_ENDED, "the run goes on, or has ended already.");
        } else if (user.hasMoved() || users.areClosedForGood()) {
            passage.refuse(
                    ErrorIds.DRAINING,
                    "this hub is drained and the user's clients have been sent away. Send elsewhere.");
        } else if (disorder != null && disorder.isRefused(strict)) {
            passage.refuse(disorder.errorId(), disorder.advice());
        } else if (users.takesNoNewRuns() && beginsRun(user, passage.draft().event())) {
            passage.refuse(
                    ErrorIds.DRAINING,
                    "this hub is drained and the time for runs is over. Begin the run elsewhere, or later.");
        }
        return goThrough(user, passage);
    }

    private static boolean beginsRun(User user, AgentEvent event) {
        return event.type().belongsToRun()
                && event.runId().filter(run -> user.runs.find(run) == null).isPresent();
    }

    private boolean goThrough(User user, Passage passage) {
        while (passage.hasNext()) {
            if (user.freed) {
                passage.refuse(ErrorIds.CLOSED, "the hub was closed before the event's turn came.");
                return true;
            }
            if (!appendedAtOnce(user, passage, passage.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean appendedAtOnce(User user, Passage passage, Part part) {
        var unused = handOver(user, part).handle((position, failure) -> {
            part.appended(position, failure);
            if (part.met.getAndSet(true)) {
                resume(user, passage, part);
            }
            return position;
        });
        if (!part.met.getAndSet(true)) {
            return false;
        }
        settle(user, passage, part);
        return true;
    }

    private static CompletionStage<LogPosition> handOver(User user, Part part) {
        try {
            return Objects.requireNonNull(user.log.append(part.record), "the log answered null");
        } catch (Throwable e) {
            Fatal.rethrow(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Moves the run on if the log took the event; under the user's lock, when the append has completed. */
    private void settle(User user, Passage passage, Part part) {
        long sentMillis = passage.sentAt.toEpochMilli();
        LogPosition position = part.position();
        if (position == null) {
            user.runs.onRefused(part.event, sentMillis);
            String why = part.failure() == null ? "it answered nothing" : String.valueOf(part.failure());
            part.settle(
                    SendResult.refused(ErrorIds.APPEND_FAILED, "the log did not take the event: " + why), List.of());
            if (part != passage.ofSender()) {
                passage.refuse(
                        ErrorIds.APPEND_FAILED, "the log did not take what has to stand before the event: " + why);
                user.runs.onRefused(passage.ofSender().event, sentMillis);
            }
        } else {
            List<ConnectionCursor> attached = user.cursors();
            user.runs.onAppended(part.event, position.seq(), sentMillis);
            part.settle(
                    SendResult.appended(
                            position, attached.size(), user.clients.receipt(position.seq(), user.clients.attached())),
                    attached);
        }
        users.touched(user, position == null ? user.lastActiveMillis : sentMillis);
    }

    /** On the thread that completed the append of an event that has the turn. */
    private void resume(User user, Passage passage, Part part) {
        boolean done;
        user.lock.lock();
        try {
            settle(user, passage, part);
            done = goThrough(user, passage);
        } finally {
            user.lock.unlock();
        }
        if (done) {
            goOn(user, passage, null);
        }
    }

    /**
     * Has the turn: brings this event and those that wait as far as they come without waiting.
     *
     * @param own the event of this thread, whose sender has not got the stage yet, or null
     */
    private void goOn(User user, Passage first, @Nullable Passage own) {
        Passage passage = first;
        while (passage != null) {
            if (!passage.isSettled()) {
                steps.prepare(user, passage);
            }
            List<Passage> settled = new ArrayList<>();
            passage = advance(user, passage, settled);
            for (Passage done : settled) {
                steps.tell(done);
                users.keepBudget();
                if (done == own) {
                    answer(done);
                } else {
                    answerLater(done);
                }
            }
        }
    }

    /**
     * Appends an event and those that wait, under the lock, so that a log that takes them on the spot leaves none waiting.
     *
     * @param settled takes those of which it is known what became of them, to be told of when the turn is another's
     * @return the event that has the turn and is to be encoded anew; null if nobody waits, or an append goes on
     */
    private @Nullable Passage advance(User user, Passage first, List<Passage> settled) {
        user.lock.lock();
        try {
            Passage passage = first;
            boolean isReady = true;
            while (passage != null && isReady) {
                if (!passage.isSettled() && !begin(user, passage)) {
                    return null;
                }
                settled.add(passage);
                passage = user.appends.next();
                isReady = passage != null && isConfirmed(user, passage);
            }
            users.touched(user, user.lastActiveMillis);
            return passage;
        } finally {
            user.lock.unlock();
        }
    }

    /** Tells whether what was encoded for an event is still what is to be sent. */
    private static boolean isConfirmed(User user, Passage passage) {
        Draft now = passage.draftFor(user.runs);
        boolean isConfirmed = now.isLike(passage.draft());
        if (isConfirmed) {
            passage.confirm(now);
        }
        return isConfirmed;
    }

    /** What depends on a send may wait for another, so it occupies neither the user's turn nor a thread of the log. */
    private void answerLater(Passage passage) {
        try {
            executor.execute(() -> answer(passage));
        } catch (RuntimeException e) {
            answer(passage);
        }
    }
}
