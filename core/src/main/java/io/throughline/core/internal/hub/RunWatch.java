// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.UserId;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks after open runs from outside of them: counts them, ends them, and says when none is left. */
final class RunWatch {
    private final Users users;
    private final Sender sender;
    private final long idleMillis;
    private final Counters counters;
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();

    RunWatch(Users users, Sender sender, Duration idleTimeout, Counters counters) {
        this.users = users;
        this.sender = sender;
        this.idleMillis = idleTimeout.toMillis();
        this.counters = counters;
    }

    /** Counts the open runs of all users. */
    int openRuns() {
        int[] count = new int[1];
        users.forEach(user -> count[0] += user.runs.size());
        return count[0];
    }

    /** Ends all runs that are open now as failed; completes with how many ends went into the logs. */
    CompletionStage<Integer> failAll(String code, String message) {
        List<CompletionStage<Integer>> ends = new ArrayList<>();
        forEachOpen(OpenRuns::openRuns, (user, run) -> ends.add(fail(user, run, runs -> true, code, message)));
        return ends.stream()
                .reduce((all, end) -> all.thenCombine(end, Integer::sum))
                .orElse(CompletableFuture.completedStage(0));
    }

    /** Ends the runs that were sent nothing for too long. */
    void endSilent(long nowMillis) {
        Predicate<OpenRun> silent = run -> run.isSilent(nowMillis, idleMillis);
        forEachOpen(runs -> runs.openRuns(silent), (user, run) -> {
            var unused = run.isEndRefused()
                    ? fail(
                            user,
                            run,
                            silent,
                            FailureCodes.END_NOT_RECORDED,
                            "The run has ended; with what could not be recorded.")
                    : fail(
                            user,
                            run,
                            silent,
                            FailureCodes.DEADLINE_EXCEEDED,
                            "Nothing was heard of the run for too long.");
        });
    }

    private void forEachOpen(Function<OpenRuns, List<OpenRun>> wanted, BiConsumer<UserId, OpenRun> action) {
        users.forEach(user -> {
            if (user.runs.size() > 0) {
                openRuns(user, wanted).forEach(run -> action.accept(user.id, run));
            }
        });
        onRunsChanged();
    }

    private static List<OpenRun> openRuns(User user, Function<OpenRuns, List<OpenRun>> wanted) {
        user.lock.lock();
        try {
            return wanted.apply(user.runs);
        } finally {
            user.lock.unlock();
        }
    }

    /** Ends a run that is still open and still as it is expected; completes with 1 or 0. */
    private CompletionStage<Integer> fail(
            UserId userId, OpenRun run, Predicate<OpenRun> still, String code, String message) {
        return sender.sendIf(
                        runs -> runs.find(run.id()) == run && still.test(run),
                        userId,
                        HubEvents.failed(run, code, message))
                .thenApply(result -> {
                    int ended = result.isAccepted() ? 1 : 0;
                    counters.count(Counter.RUNS_ENDED_BY_HUB, ended);
                    onRunsChanged();
                    return ended;
                });
    }

    /** Completes at a moment at which no run is open, at once if that is now. */
    CompletableFuture<@Nullable Void> whenNoneIsOpen() {
        CompletableFuture<@Nullable Void> none = new CompletableFuture<>();
        waiting.add(none);
        onRunsChanged();
        return none;
    }

    /** Is told that a run may have ended; called outside of all locks. */
    void onRunsChanged() {
        if (!waiting.isEmpty() && openRuns() == 0) {
            for (CompletableFuture<@Nullable Void> next = waiting.poll(); next != null; next = waiting.poll()) {
                next.complete(null);
            }
        }
    }
}
