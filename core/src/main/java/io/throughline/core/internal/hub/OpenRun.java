// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.ThreadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one run stands that has begun and not ended; guarded by its user's lock. */
final class OpenRun {
    static final int MAX_OPEN_CALLS = 1_000;
    static final int MAX_ENDED_MESSAGES = 1_000;

    private static final long END_IS_TRIED_AGAIN_AFTER_MILLIS = 60_000;

    private final RunId id;
    private final long firstSeq;
    private final Map<String, OpenCall> calls = new LinkedHashMap<>();
    private final Set<String> endedMessages = new LinkedHashSet<>();
    private @Nullable ThreadId threadId;
    private boolean started;
    private volatile boolean endWasRefused;
    private long lastMillis;

    OpenRun(RunId id, long firstSeq) {
        this.id = id;
        this.firstSeq = firstSeq;
    }

    RunId id() {
        return id;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastMillis() {
        return lastMillis;
    }

    @Nullable
    ThreadId threadId() {
        return threadId;
    }

    /** Answers the calls that have not come back, oldest first. */
    List<OpenCall> calls() {
        return new ArrayList<>(calls.values());
    }

    boolean hasAllCalls() {
        return calls.size() >= MAX_OPEN_CALLS;
    }

    /** Answers the call that a completion closes: the one with its id, else the oldest, of its tool where it is named. */
    @Nullable
    OpenCall callClosedBy(AgentEvent completion) {
        if (completion.toolCallId().isPresent()) {
            return calls.get(completion.toolCallId().get());
        }
        Object toolName = completion.data().get("tool_name");
        return calls.values().stream()
                .filter(call -> toolName == null || call.toolName().equals(toolName))
                .findFirst()
                .orElse(null);
    }

    /** Answers what is out of order about an event, or null. */
    @Nullable
    RunDisorder disorderOf(AgentEvent event) {
        EventType type = event.type();
        if (type.equals(EventType.AGENT_STARTED)) {
            return started ? RunDisorder.STARTED_TWICE : null;
        }
        if (!started) {
            return RunDisorder.NOT_STARTED;
        }
        if (type.equals(EventType.TOOL_EXECUTING) && calls.containsKey(callId(event))) {
            return RunDisorder.CALL_OPEN_ALREADY;
        }
        if (type.equals(EventType.TOOL_COMPLETED) && callClosedBy(event) == null) {
            return RunDisorder.CALL_NOT_OPEN;
        }
        return isOfMessage(type) && endedMessages.contains(messageId(event)) ? RunDisorder.MESSAGE_ENDED : null;
    }

    /** Takes note of an event that the log took. */
    void onAppended(AgentEvent event, long nowMillis) {
        EventType type = event.type();
        lastMillis = nowMillis;
        event.threadId().ifPresent(thread -> threadId = thread);
        if (type.equals(EventType.AGENT_STARTED)) {
            started = true;
        } else if (type.equals(EventType.TOOL_EXECUTING)) {
            Object toolName = event.data().get("tool_name");
            calls.putIfAbsent(callId(event), new OpenCall(callId(event), String.valueOf(toolName), nowMillis));
        } else if (type.equals(EventType.TOOL_COMPLETED)) {
            calls.remove(callId(event));
        } else if (type.equals(EventType.MESSAGE_COMPLETED)) {
            endedMessages.add(messageId(event));
            OpenRuns.forgetOldest(endedMessages, MAX_ENDED_MESSAGES);
        }
    }

    /** Takes note that the log did not take this run's end, which is then made up for before long. */
    void onEndRefused(long nowMillis) {
        endWasRefused = true;
        lastMillis = nowMillis;
    }

    boolean isEndRefused() {
        return endWasRefused;
    }

    /** Tells whether nothing was sent for so long that the run is to be ended. */
    boolean isSilent(long nowMillis, long timeoutMillis) {
        boolean clockWasSetBack = nowMillis < lastMillis;
        if (clockWasSetBack) {
            lastMillis = nowMillis;
        }
        long bound = endWasRefused ? Math.min(timeoutMillis, END_IS_TRIED_AGAIN_AFTER_MILLIS) : timeoutMillis;
        return nowMillis - lastMillis >= bound;
    }

    private static boolean isOfMessage(EventType type) {
        return type.equals(EventType.MESSAGE_DELTA) || type.equals(EventType.MESSAGE_COMPLETED);
    }

    private static String callId(AgentEvent event) {
        return event.toolCallId().orElseThrow();
    }

    private static String messageId(AgentEvent event) {
        return (String) Objects.requireNonNull(event.data().get("message_id"));
    }
}
