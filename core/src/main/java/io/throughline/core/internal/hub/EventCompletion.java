// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to events of tools what the wire protocol promises of them and their sender may leave out. */
final class EventCompletion {
    private EventCompletion() {}

    static boolean mayNeedCallId(AgentEvent event) {
        return (event.type().equals(EventType.TOOL_EXECUTING) || event.type().equals(EventType.TOOL_COMPLETED))
                && event.toolCallId().isEmpty();
    }

    /** Gives an event an id that announces a call without one. */
    static AgentEvent withCallId(AgentEvent event, String callId) {
        return event.type().equals(EventType.TOOL_EXECUTING)
                        && event.toolCallId().isEmpty()
                ? event.toBuilder().put("tool_call_id", callId).build()
                : event;
    }

    /** Completes the end of a call from its beginning. */
    static AgentEvent complete(AgentEvent event, @Nullable OpenRun run, String spareCallId, long nowMillis) {
        if (!event.type().equals(EventType.TOOL_COMPLETED)) {
            return event;
        }
        OpenCall call = run == null ? null : run.callClosedBy(event);
        Map<String, @Nullable Object> data = event.data();
        AgentEvent.Builder builder = event.toBuilder();
        if (!data.containsKey("tool_name")) {
            builder.put("tool_name", call == null ? "unknown" : call.toolName());
        }
        if (!data.containsKey("tool_call_id")) {
            builder.put("tool_call_id", call == null ? spareCallId : call.id());
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
