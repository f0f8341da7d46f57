// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.internal.fault.Fatal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to a manager on behalf of agents, which it never disturbs: what goes wrong is counted and logged.
 *
 * <p>Thread-safe; never throws, never blocks.
 */
public final class WebSocketNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketNotifier.class);

    private final WebSocketManagerProtocol manager;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder ignored = new LongAdder();

    /**
     * Makes a notifier.
     *
     * @param manager who delivers; never null
     */
    public WebSocketNotifier(WebSocketManagerProtocol manager) {
        this.manager = Objects.requireNonNull(manager, "manager");
    }

    /**
     * Sends an event.
     *
     * @param userId to whom; null counts as a failure
     * @param event the event; null counts as a failure
     * @return completes with what became of the event, refused where the manager threw; never exceptionally; never null
     */
    public CompletionStage<SendResult> sendEvent(UserId userId, AgentEvent event) {
        CompletionStage<SendResult> stage;
        try {
            stage = Objects.requireNonNull(manager.sendAgentEvent(userId, event), "what the manager answered");
        } catch (Throwable e) {
            Fatal.rethrow(e);
            stage = CompletableFuture.failedFuture(e);
        }
        return stage.handle((result, failure) -> {
            if (failure != null) {
                return notSent(userId, event, failure);
            }
            if (result == null) {
                return notSent(userId, event, new NullPointerException("what the manager's stage answered"));
            }
            (result.isAccepted() ? accepted : failed).increment();
            return result;
        });
    }

    /**
     * Begins a run of an agent that the caller runs itself, and tells its user so; to be closed.
     *
     * @param context for whom and within what; its run id is used, or a new one where it has none; never null
     * @param agentName under which name the user sees the agent; never null, and not blank
     * @return the run; never null
     */
    public AgentRun startRun(UserExecutionContext context, String agentName) {
        return startRun(context, agentName, Map.of());
    }

    /**
     * Begins a run, as {@link #startRun(UserExecutionContext, String)} does, and tells its user more than the agent's name.
     *
     * @param context for whom and within what; its run id is used, or a new one where it has none; never null
     * @param agentName under which name the user sees the agent; never null, and not blank
     * @param startedData further fields of {@code agent_started}, left out where they cannot be sent; never null
     * @return the run; never null
     */
    public AgentRun startRun(
            UserExecutionContext context, String agentName, Map<String, ? extends @Nullable Object> startedData) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(agentName, "agentName");
        Objects.requireNonNull(startedData, "startedData");
        return AgentRun.begin(new Outlet(), context, () -> agentName, () -> startedData);
    }

    private SendResult notSent(UserId userId, AgentEvent event, Throwable failure) {
        LOG.warn(ErrorIds.NOTIFY_FAILED.describe("{} was not sent to user {}: {}"), event, userId, failure.toString());
        LOG.debug("where it failed", failure);
        failed.increment();
        return SendResult.refused(ErrorIds.NOTIFY_FAILED, failure.toString());
    }

    /**
     * Counts the events that the manager took.
     *
     * @return 0 or more
     */
    public long acceptedCount() {
        return accepted.sum();
    }

    /**
     * Counts the events that were refused, over which the manager threw, or which could not be made.
     *
     * @return 0 or more
     */
    public long failedCount() {
        return failed.sum();
    }

    /**
     * Counts what agents said after the end of their runs, which was not sent.
     *
     * @return 0 or more
     */
    public long ignoredCount() {
        return ignored.sum();
    }

    void countIgnored() {
        ignored.increment();
    }

    /** What is said in runs goes straight through this notifier. */
    private final class Outlet implements RunOutlet {
        @Override
        public CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
            return sendEvent(userId, event);
        }

        @Override
        public void countUnsendable() {
            failed.increment();
        }

        @Override
        public void countIgnored() {
            WebSocketNotifier.this.countIgnored();
        }
    }
}
