// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does the work that a person waits for, and says on the way what it is doing; applications implement it. */
public interface Agent {
    /**
     * Answers under which name the person sees the agent.
     *
     * @return a text that is not blank; never null
     */
    String name();

    /**
     * Answers what the person is told at the start beside the agent's name, such as the question.
     *
     * @return further fields of {@code agent_started}; none unless overridden; never null
     */
    default Map<String, ? extends @Nullable Object> startedData() {
        return Map.of();
    }

    /**
     * Does the work. The start and the one terminal event are sent by the engine: the result as {@code agent_completed}, an
     * exception as {@code agent_failed}, an {@link InterruptedException} as {@code agent_cancelled}.
     *
     * @param run tells the person what happens; never null
     * @return the result; never null
     * @throws Exception whatever went wrong; the person learns its class, the log all of it
     */
    Map<String, ? extends @Nullable Object> execute(AgentRun run) throws Exception;

    /**
     * Makes an agent of a name and a body.
     *
     * @param name the name; never null
     * @param body the work; never null
     * @return the agent; never null
     */
    static Agent of(String name, Body body) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(body, "body");
        return new Agent() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, ? extends @Nullable Object> execute(AgentRun run) throws Exception {
                return body.execute(run);
            }
        };
    }

    /** The work of an agent. */
    @FunctionalInterface
    interface Body {
        /**
         * Does the work, as {@link Agent#execute} describes it.
         *
         * @param run tells the person what happens; never null
         * @return the result; never null
         * @throws Exception whatever went wrong
         */
        Map<String, ? extends @Nullable Object> execute(AgentRun run) throws Exception;
    }
}
