// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user's runs are doing: which are open, since which event, and which calls of tools are under way.
 *
 * <p>Guarded by the user's lock. All that is remembered is bounded; what is oldest is forgotten first.
 */
final class OpenRuns {
    static final int MAX_OPEN_RUNS = 1_000;
    static final int MAX_OPEN_CALLS = 1_000;
    static final int MAX_FINISHED_RUNS = 256;

    /** A call of a tool that has not come back. */
    record OpenCall(String id, String toolName, long startedMillis) {}

    private static final class OpenRun {
        final long firstSeq;
        final Deque<OpenCall> calls = new ArrayDeque<>();

        OpenRun(long firstSeq) {
            this.firstSeq = firstSeq;
        }
    }

    private final Map<RunId, OpenRun> open = new LinkedHashMap<>();
    private final Set<RunId> finished = new LinkedHashSet<>();

    /** Changed under the lock, read without it. */
    private volatile int size;

    /** Counts the open runs; may be called without the lock. */
    int size() {
        return size;
    }

    /** Answers the open runs, oldest first. */
    List<RunId> openRuns() {
        return List.copyOf(open.keySet());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean isFinished(RunId runId) {
        return finished.contains(runId);
    }

    /** Answers where the oldest open run began, or the given seq where none is open. */
    long firstOpenSeq(long otherwise) {
        return open.values().stream().mapToLong(run -> run.firstSeq).findFirst().orElse(otherwise);
    }

    /** Takes the call that a completion closes: the one with the id, else the oldest, of that tool where it is named. */
    @Nullable
    OpenCall takeCall(RunId runId, @Nullable String callId, @Nullable String toolName) {
        OpenRun run = open.get(runId);
        if (run == null) {
            return null;
        }
        for (Iterator<OpenCall> calls = run.calls.iterator(); calls.hasNext(); ) {
            OpenCall call = calls.next();
            boolean wanted = callId != null
                    ? call.id().equals(callId)
                    : toolName == null || call.toolName().equals(toolName);
            if (wanted) {
                calls.remove();
                return call;
            }
        }
        return null;
    }

    /** Puts a call back that was taken for a completion which then was not sent. */
    void putBack(RunId runId, OpenCall call) {
        OpenRun run = open.get(runId);
        if (run != null) {
            run.calls.addFirst(call);
        }
    }

    void onAppended(AgentEvent event, long seq, long nowMillis) {
        RunId runId = event.runId().orElse(null);
        if (runId == null || !event.type().belongsToRun()) {
            return;
        }
        if (event.type().isTerminal()) {
            open.remove(runId);
            size = open.size();
            finished.add(runId);
            forgetOldest(finished, MAX_FINISHED_RUNS);
            return;
        }
        OpenRun run = open.computeIfAbsent(runId, id -> new OpenRun(seq));
        forgetOldest(open.keySet(), MAX_OPEN_RUNS);
        size = open.size();
        if (event.type().equals(EventType.TOOL_EXECUTING)) {
            run.calls.addLast(new OpenCall(
                    event.toolCallId().orElseThrow(),
                    String.valueOf(event.data().get("tool_name")),
                    nowMillis));
            forgetOldest(run.calls, MAX_OPEN_CALLS);
        }
    }

    private static void forgetOldest(Collection<?> remembered, int bound) {
        if (remembered.size() > bound) {
            Iterator<?> oldest = remembered.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
