// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Looks after open runs from outside of them: counts them, ends them, and says when none is left. */
final class RunWatch {
    private final Users users;
    private final Sender sender;
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();

    private record OpenRunOf(UserId userId, RunId runId) {}

    RunWatch(Users users, Sender sender) {
        this.users = users;
        this.sender = sender;
    }

    /** Counts the open runs of all users. */
    int openRuns() {
        int[] count = new int[1];
        users.forEach(user -> count[0] += user.runs.size());
        return count[0];
    }

    /** Ends all runs that are open now as failed; completes with how many ends went into the logs. */
    CompletionStage<Integer> failAll(String code, String message) {
        List<OpenRunOf> open = new ArrayList<>();
        users.forEach(user -> {
            user.lock.lock();
            try {
                user.runs.openRuns().forEach(run -> open.add(new OpenRunOf(user.id, run)));
            } finally {
                user.lock.unlock();
            }
        });
        CompletionStage<Integer> ended = CompletableFuture.completedStage(0);
        for (OpenRunOf run : open) {
            CompletionStage<SendResult> sent = sender.send(run.userId(), failed(run.runId(), code, message));
            ended = ended.thenCombine(sent, (count, result) -> result.isAccepted() ? count + 1 : count);
        }
        return ended;
    }

    private static AgentEvent failed(RunId runId, String code, String message) {
        return AgentEvent.builder(EventType.AGENT_FAILED)
                .runId(runId)
                .put("error", Map.of("code", code, "message", message))
                .build();
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
