// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of an agent, through which it tells its user what it is doing.
 *
 * <p>Made by an {@link ExecutionEngine}. Thread-safe; never throws into the agent: an event that cannot be sent is logged
 * and counted.
 */
public final class AgentRun {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRun.class);

    private final ExecutionEngine engine;
    private final UserExecutionContext context;
    private final RunId runId;

    AgentRun(ExecutionEngine engine, UserExecutionContext context, RunId runId) {
        this.engine = engine;
        this.context = context;
        this.runId = runId;
    }

    /**
     * Answers for whom and within what the agent runs.
     *
     * @return the context, with this run's id; never null
     */
    public UserExecutionContext context() {
        return context;
    }

    /**
     * Answers the id of this run.
     *
     * @return the id; never null
     */
    public RunId runId() {
        return runId;
    }

    /**
     * Tells the user what the agent is about.
     *
     * @param thought what it is about
     */
    public void thinking(String thought) {
        var unused = send(() -> event(EventType.AGENT_THINKING).put("thought", thought));
    }

    /**
     * Tells the user that a tool is called.
     *
     * @param toolName the tool's name
     * @param arguments what it is called with
     * @return the call, to be ended by the agent; never null
     */
    public ToolCall startTool(String toolName, Map<String, ? extends @Nullable Object> arguments) {
        ToolCall call = new ToolCall(this, toolName, "call-" + UUID.randomUUID(), System.nanoTime());
        var unused = send(() -> event(EventType.TOOL_EXECUTING)
                .put("tool_name", toolName)
                .put("tool_call_id", call.id())
                .put("arguments", arguments));
        return call;
    }

    AgentEvent.Builder event(EventType type) {
        AgentEvent.Builder builder = AgentEvent.builder(type).runId(runId);
        context.threadId().ifPresent(builder::threadId);
        return builder;
    }

    /** Sends an event; the stage never fails, and is refused where the event cannot be made. */
    CompletionStage<SendResult> send(Supplier<AgentEvent.Builder> event) {
        AgentEvent built;
        try {
            built = event.get().build();
        } catch (RuntimeException e) {
            LOG.warn(ErrorIds.NOTIFY_FAILED.describe("an event of run {} was not sent: {}"), runId, e.toString());
            engine.countUnsendable();
            return CompletableFuture.completedFuture(SendResult.refused(ErrorIds.NOTIFY_FAILED, e.toString()));
        }
        return engine.notifyEvent(context.userId(), built);
    }
}
