// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.RunId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run of an agent ended.
 *
 * <p>Immutable and thread-safe.
 */
public final class AgentOutcome {
    private final RunId runId;
    private final Map<String, ? extends @Nullable Object> result;
    private final @Nullable Throwable failure;

    private AgentOutcome(RunId runId, Map<String, ? extends @Nullable Object> result, @Nullable Throwable failure) {
        this.runId = runId;
        this.result = result;
        this.failure = failure;
    }

    static AgentOutcome completed(RunId runId, Map<String, ? extends @Nullable Object> result) {
        return new AgentOutcome(runId, result, null);
    }

    static AgentOutcome failed(RunId runId, Throwable failure) {
        return new AgentOutcome(runId, Map.of(), failure);
    }

    /**
     * Answers which run it was.
     *
     * @return the id; never null
     */
    public RunId runId() {
        return runId;
    }

    /**
     * Answers the agent's result.
     *
     * @return the result, empty if the agent failed; never null
     */
    public Map<String, ? extends @Nullable Object> result() {
        return result;
    }

    /**
     * Answers what the agent threw.
     *
     * @return the exception or error, or empty if the agent completed
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "AgentOutcome[run=" + runId + (failure == null ? ", completed]" : ", failed: " + failure + "]");
    }
}
