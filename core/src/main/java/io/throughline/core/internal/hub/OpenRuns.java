// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state machines of a user's runs: which are open, and which have ended.
 *
 * <p>Guarded by the user's lock. A {@link Draft} is made from the state without changing it; the state moves on by what the
 * log took, and by nothing else. All that is remembered is bounded: open runs and calls beyond their bounds are ended by
 * events of the hub's own, so that nothing is forgotten of which clients believe that it goes on; finished runs are
 * forgotten, oldest first.
 */
final class OpenRuns {
    static final int MAX_OPEN_RUNS = 1_000;
    static final int MAX_FINISHED_RUNS = 256;

    private final Map<RunId, OpenRun> open = new LinkedHashMap<>();
    private final Set<RunId> finished = new LinkedHashSet<>();

    /** Changed under the lock, read without it. */
    private volatile int size;

    /** Counts the open runs; may be called without the lock. */
    int size() {
        return size;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    @Nullable
    OpenRun find(RunId runId) {
        return open.get(runId);
    }

    /** Answers the open runs, oldest first. */
    List<OpenRun> openRuns() {
        return List.copyOf(open.values());
    }

    /** Answers those open runs of which something holds, oldest first. */
    List<OpenRun> openRuns(Predicate<OpenRun> condition) {
        return open.values().stream().filter(condition).toList();
    }

    /**
     * Answers what is to be sent for an event as things stand.
     *
     * @param event with a call id, if it announces a call
     * @param spareCallId for a completion that names no call and closes none
     */
    Draft draft(AgentEvent event, String spareCallId, long nowMillis) {
        RunId runId = event.runId().orElse(null);
        if (runId == null || !event.type().belongsToRun()) {
            return Draft.of(event);
        }
        OpenRun run = open.get(runId);
        AgentEvent complete = EventCompletion.complete(event, run, spareCallId, nowMillis);
        if (finished.contains(runId)) {
            return new Draft(complete, List.of(), RunDisorder.ENDED);
        }
        if (run == null) {
            boolean starts = event.type().equals(EventType.AGENT_STARTED);
            return new Draft(complete, makeRoom(event, nowMillis), starts ? null : RunDisorder.NOT_STARTED);
        }
        return new Draft(complete, closedBefore(event, run, nowMillis), run.disorderOf(event));
    }

    private static List<AgentEvent> closedBefore(AgentEvent event, OpenRun run, long nowMillis) {
        if (event.type().isTerminal()) {
            return HubEvents.toolsClosed(run, nowMillis);
        }
        if (event.type().equals(EventType.TOOL_EXECUTING) && run.hasAllCalls()) {
            String why = "The call was given up, since " + OpenRun.MAX_OPEN_CALLS + " were open.";
            return List.of(HubEvents.toolClosed(run, run.calls().get(0), why, nowMillis));
        }
        return List.of();
    }

    /** Ends the run that has been silent for longest, if a new one would exceed the bound. */
    private List<AgentEvent> makeRoom(AgentEvent event, long nowMillis) {
        if (event.type().isTerminal() || open.size() < MAX_OPEN_RUNS) {
            return List.of();
        }
        OpenRun silent = open.values().stream()
                .min(Comparator.comparingLong(OpenRun::lastMillis))
                .orElseThrow();
        List<AgentEvent> end = new ArrayList<>(HubEvents.toolsClosed(silent, nowMillis));
        end.add(HubEvents.failed(
                silent,
                FailureCodes.TOO_MANY_OPEN_RUNS,
                "The run was given up, since " + MAX_OPEN_RUNS + " others were open."));
        return end;
    }

    /** Moves on by an event that the log took. */
    void onAppended(AgentEvent event, long seq, long nowMillis) {
        RunId runId = event.runId().orElse(null);
        if (runId == null) {
            return;
        }
        if (!event.type().belongsToRun()) {
            OpenRun mentioned = open.get(runId);
            if (mentioned != null) {
                mentioned.onAppended(event, nowMillis);
            }
        } else if (event.type().isTerminal()) {
            open.remove(runId);
            finished.add(runId);
            forgetOldest(finished, MAX_FINISHED_RUNS);
        } else {
            open.computeIfAbsent(runId, id -> new OpenRun(id, seq)).onAppended(event, nowMillis);
        }
        size = open.size();
    }

    /** Takes note of an event that the log did not take. */
    void onRefused(AgentEvent event, long nowMillis) {
        OpenRun run = event.type().isTerminal() ? open.get(event.runId().orElseThrow()) : null;
        if (run != null) {
            run.onEndRefused(nowMillis);
        }
    }

    static void forgetOldest(Collection<?> remembered, int bound) {
        if (remembered.size() > bound) {
            Iterator<?> oldest = remembered.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
