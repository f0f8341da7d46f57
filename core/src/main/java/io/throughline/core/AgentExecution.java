// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.hub.FailureCodes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An agent at work, or waiting for a thread, that can be cancelled.
 *
 * <p>Made by an {@link ExecutionEngine}. Thread-safe.
 */
public final class AgentExecution {
    private final AgentRun run;
    private final Agent agent;

    /** Guarded by this object, as are the flags. */
    private @Nullable Thread worker;

    private boolean begun;
    private boolean interrupted;

    AgentExecution(AgentRun run, Agent agent) {
        this.run = run;
        this.agent = agent;
    }

    /**
     * Answers the id of the run.
     *
     * @return the id; never null
     */
    public RunId runId() {
        return run.runId();
    }

    /**
     * Answers for whom and within what the agent runs.
     *
     * @return the context, with the run's id; never null
     */
    public UserExecutionContext context() {
        return run.context();
    }

    /**
     * Answers how the run ends.
     *
     * @return completes when the terminal event was taken or refused, never exceptionally; never null
     */
    public CompletionStage<AgentOutcome> outcome() {
        return run.outcome();
    }

    /**
     * Cancels the run: its user is told at once, and the agent's thread is interrupted.
     *
     * @param reason why, fit for the user; never null
     * @return false if the run has ended already
     */
    public boolean cancel(String reason) {
        Objects.requireNonNull(reason, "reason");
        if (run.isEnded()) {
            return false;
        }
        run.cancelled(reason, new CancellationException(reason));
        interrupt();
        return true;
    }

    /** Ends the run that has taken too long. */
    void overdue(Duration deadline) {
        if (!run.isEnded()) {
            run.failed(
                    FailureCodes.DEADLINE_EXCEEDED,
                    "The agent took too long.",
                    new TimeoutException("the agent has taken more than " + deadline));
            interrupt();
        }
    }

    /** Does the agent's work on the thread that calls this; whatever the agent does, its run has ended afterwards. */
    void work() {
        if (!begin()) {
            return;
        }
        try {
            run.completed(agent.execute(run));
        } catch (InterruptedException e) {
            run.cancelled("The agent was interrupted.", e);
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            run.failed(e);
            Fatal.rethrow(e);
        } finally {
            leave();
        }
    }

    private synchronized boolean begin() {
        if (begun || run.isEnded()) {
            return false;
        }
        begun = true;
        worker = Thread.currentThread();
        return true;
    }

    private synchronized void interrupt() {
        if (worker != null) {
            interrupted = true;
            worker.interrupt();
        }
    }

    /** The thread goes back to its pool: an interruption that was meant for this agent does not stay with it. */
    private synchronized void leave() {
        worker = null;
        if (interrupted) {
            var unused = Thread.interrupted();
        }
    }

    /** Tells whether the agent's thread has not come back, though its run may have ended. */
    synchronized boolean isAtWork() {
        return worker != null;
    }
}
