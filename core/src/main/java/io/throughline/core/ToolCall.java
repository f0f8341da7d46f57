// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.SendResult;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that its user was told of, to be ended exactly once.
 *
 * <p>Thread-safe; never throws into the agent. What is said after the end is counted and not sent.
 */
public final class ToolCall implements AutoCloseable {
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
     * @param result the answer; one that cannot be sent, since it has no JSON form or is too large, fails the call
     */
    public void completed(Map<String, ? extends @Nullable Object> result) {
        if (isFirstEnd()) {
            var unused = run.send(end("ok", "result", result))
                    .thenAccept(sent -> failIfNotMade(sent, "The tool's result could not be sent."));
        }
    }

    /**
     * Tells the user that the tool failed.
     *
     * @param message what went wrong, fit for the user
     */
    public void failed(String message) {
        if (isFirstEnd()) {
            var unused = run.send(end("error", "error", message));
        }
    }

    /** Ends the call as failed if it has not ended; a second call changes nothing. */
    @Override
    public void close() {
        if (!ended.get()) {
            failed("The tool ended without a result.");
        }
    }

    /** Ends the call with its run, which sends nothing else any more. */
    void cutOff() {
        if (ended.compareAndSet(false, true)) {
            var unused = run.dispatch(end("error", "error", "The run ended before the tool came back."));
        }
    }

    private void failIfNotMade(SendResult sent, String message) {
        if (sent.refusal().filter(ErrorIds.NOTIFY_FAILED::equals).isPresent()) {
            var unused = run.send(end("error", "error", message));
        }
    }

    private boolean isFirstEnd() {
        if (ended.compareAndSet(false, true)) {
            run.forget(this);
            return true;
        }
        var unused = run.ignore();
        return false;
    }

    private Supplier<AgentEvent.Builder> end(String status, String key, @Nullable Object value) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        return () -> run.event(EventType.TOOL_COMPLETED)
                .put("tool_name", toolName)
                .put("tool_call_id", id)
                .put("status", status)
                .put(key, value)
                .put("duration_ms", millis);
    }
}
