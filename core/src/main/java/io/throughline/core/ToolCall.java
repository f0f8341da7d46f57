// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.EventType;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that its user was told of, to be ended exactly once.
 *
 * <p>Thread-safe; never throws into the agent. What is said after the end is ignored.
 */
public final class ToolCall {
    private final AgentRun run;
    private final String toolName;
    private final String id;
    private final long startedNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    ToolCall(AgentRun run, String toolName, String id, long startedNanos) {
        this.run = run;
        this.toolName = toolName;
        this.id = id;
        this.startedNanos = startedNanos;
    }

    /**
     * Answers the id that joins this call's two events.
     *
     * @return the id; never null
     */
    public String id() {
        return id;
    }

    /**
     * Tells the user what the tool answered.
     *
     * @param result the answer
     */
    public void completed(Map<String, ? extends @Nullable Object> result) {
        end("ok", "result", result);
    }

    /**
     * Tells the user that the tool failed.
     *
     * @param message what went wrong, fit for the user
     */
    public void failed(String message) {
        end("error", "error", message);
    }

    private void end(String status, String key, @Nullable Object value) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        var unused = run.send(() -> run.event(EventType.TOOL_COMPLETED)
                .put("tool_name", toolName)
                .put("tool_call_id", id)
                .put("status", status)
                .put(key, value)
                .put("duration_ms", millis));
    }
}
