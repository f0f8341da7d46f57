// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the run's rules say, as plainly as it can be put: the events of each run that clients are to see. */
final class RunModel {
    static final Set<String> TERMINALS = Set.of("agent_completed", "agent_failed", "agent_cancelled");

    /** What can be sent: a type, and the id of a call or message where the type has one; "" leaves the id to the hub. */
    record Event(String run, String type, String id) {}

    private static final class Run {
        final List<String> seen = new ArrayList<>();
        final Map<String, Boolean> calls = new LinkedHashMap<>();
        final Set<String> endedMessages = new TreeSet<>();
        boolean started;
        boolean ended;
    }

    private final boolean strict;
    private final Map<String, Run> runs = new TreeMap<>();
    private int unnamed;

    RunModel(boolean strict) {
        this.strict = strict;
    }

    /** Answers why the event is refused, or null. */
    @Nullable
    ErrorId send(Event event) {
        Run run = runs.computeIfAbsent(event.run(), name -> new Run());
        ErrorId disorder = disorder(run, event);
        if (disorder != null && (strict || disorder.equals(ErrorIds.RUN_ENDED))) {
            return disorder;
        }
        if (TERMINALS.contains(event.type())) {
            end(run, event.type());
            return null;
        }
        run.seen.add(event.type());
        switch (event.type()) {
            case "agent_started" -> run.started = true;
            case "tool_executing" -> run.calls.put(event.id().isEmpty() ? "unnamed" + unnamed++ : event.id(), true);
            case "tool_completed" -> run.calls.remove(closed(run, event));
            case "message_completed" -> run.endedMessages.add(event.id());
            default -> {}
        }
        return null;
    }

    private static @Nullable ErrorId disorder(Run run, Event event) {
        if (run.ended) {
            return ErrorIds.RUN_ENDED;
        }
        if (event.type().equals("agent_started")) {
            return run.started ? ErrorIds.RUN_STARTED_TWICE : null;
        }
        if (!run.started) {
            return ErrorIds.RUN_NOT_STARTED;
        }
        return switch (event.type()) {
            case "tool_executing" -> run.calls.containsKey(event.id()) ? ErrorIds.TOOL_CALL_OPEN : null;
            case "tool_completed" -> run.calls.containsKey(closed(run, event)) ? null : ErrorIds.TOOL_CALL_NOT_OPEN;
            case "message_delta", "message_completed" ->
                run.endedMessages.contains(event.id()) ? ErrorIds.MESSAGE_ENDED : null;
            default -> null;
        };
    }

    private static String closed(Run run, Event completion) {
        return completion.id().isEmpty()
                ? run.calls.keySet().stream().findFirst().orElse("none")
                : completion.id();
    }

    private static void end(Run run, String terminal) {
        run.calls.keySet().forEach(call -> run.seen.add("tool_completed"));
        run.seen.add(terminal);
        run.ended = true;
    }

    /** All runs fall silent. */
    void expire() {
        runs.values().stream().filter(RunModel::isOpen).forEach(run -> end(run, "agent_failed"));
    }

    private static boolean isOpen(Run run) {
        return !run.ended && !run.seen.isEmpty();
    }

    long openRuns() {
        return runs.values().stream().filter(RunModel::isOpen).count();
    }

    /** Answers the types that clients see of each run of which they see anything. */
    Map<String, List<String>> seen() {
        Map<String, List<String>> seen = new TreeMap<>();
        runs.forEach((name, run) -> {
            if (!run.seen.isEmpty()) {
                seen.put(name, run.seen);
            }
        });
        return seen;
    }
}
