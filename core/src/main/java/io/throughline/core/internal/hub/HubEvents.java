// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import java.util.List;
import java.util.Map;

/** The events that the hub itself sends for runs whose senders do not. */
final class HubEvents {
    private HubEvents() {}

    /** The ends of all calls of a run that ends. */
    static List<AgentEvent> toolsClosed(OpenRun run, long nowMillis) {
        return run.calls().stream()
                .map(call -> toolClosed(run, call, "The run ended before the tool came back.", nowMillis))
                .toList();
    }

    /** The end of a call whose run goes on without it. */
    static AgentEvent toolClosed(OpenRun run, OpenCall call, String why, long nowMillis) {
        return of(EventType.TOOL_COMPLETED, run)
                .put("tool_name", call.toolName())
                .put("tool_call_id", call.id())
                .put("status", "error")
                .put("error", why)
                .put("duration_ms", Math.max(0L, nowMillis - call.startedMillis()))
                .build();
    }

    /** The end of a run. */
    static AgentEvent failed(OpenRun run, String code, String message) {
        return of(EventType.AGENT_FAILED, run)
                .put("error", Map.of("code", code, "message", message))
                .build();
    }

    private static AgentEvent.Builder of(EventType type, OpenRun run) {
        AgentEvent.Builder event = AgentEvent.builder(type).runId(run.id());
        if (run.threadId() != null) {
            event.threadId(run.threadId());
        }
        return event;
    }
}
