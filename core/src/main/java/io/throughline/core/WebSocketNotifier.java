// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.internal.fault.Fatal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
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
     * Counts the events that were refused, or over which the manager threw.
     *
     * @return 0 or more
     */
    public long failedCount() {
        return failed.sum();
    }
}
