// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.core.internal.hub.OpenRuns.OpenCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to events of tools what the wire protocol promises of them and their sender may leave out. */
final class EventCompletion {
    private final IdSource ids;

    EventCompletion(IdSource ids) {
        this.ids = ids;
    }

    /**
     * An event with all its fields.
     *
     * @param event what is to be sent
     * @param call the open call that the event closes, or null
     */
    record Completed(AgentEvent event, @Nullable OpenCall call) {}

    /** Completes an event; the call that it closes is taken from the user's open ones. */
    Completed complete(Users users, UserId userId, AgentEvent event, long nowMillis) {
        if (event.type().equals(EventType.TOOL_EXECUTING)) {
            return new Completed(event.toolCallId().isPresent() ? event : withCallId(event), null);
        }
        if (!event.type().equals(EventType.TOOL_COMPLETED)) {
            return new Completed(event, null);
        }
        RunId runId = event.runId().orElseThrow();
        Object toolName = event.data().get("tool_name");
        OpenCall call = users.locked(
                userId, user -> user.runs.takeCall(runId, event.toolCallId().orElse(null), (String) toolName));
        return new Completed(toolCompleted(event, call, nowMillis), call);
    }

    private AgentEvent withCallId(AgentEvent event) {
        return event.toBuilder().put("tool_call_id", ids.toolCallId()).build();
    }

    private AgentEvent toolCompleted(AgentEvent event, @Nullable OpenCall call, long nowMillis) {
        Map<String, @Nullable Object> data = event.data();
        AgentEvent.Builder builder = event.toBuilder();
        if (!data.containsKey("tool_name")) {
            builder.put("tool_name", call == null ? "unknown" : call.toolName());
        }
        if (!data.containsKey("tool_call_id")) {
            builder.put("tool_call_id", call == null ? ids.toolCallId() : call.id());
        }
        if (!data.containsKey("status")) {
            builder.put("status", data.get("error") == null ? "ok" : "error");
        }
        if (!data.containsKey("duration_ms")) {
            builder.put("duration_ms", call == null ? 0L : Math.max(0L, nowMillis - call.startedMillis()));
        }
        return builder.build();
    }
}
