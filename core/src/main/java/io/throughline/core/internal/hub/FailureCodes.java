// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

/** The codes that this library gives {@code agent_failed}; each is explained in docs/ERRORS.md. */
public final class FailureCodes {
    /** The agent threw, or its result could not be sent. */
    public static final String AGENT_ERROR = "agent_error";

    /** The agent's block was left without an end. */
    public static final String ENDED_WITHOUT_RESULT = "ended_without_result";

    /** The agent took too long, or nothing was sent for the run for too long. */
    public static final String DEADLINE_EXCEEDED = "deadline_exceeded";

    /** The log did not take the run's end, and this one made up for it. */
    public static final String END_NOT_RECORDED = "end_not_recorded";

    /** One more run began than a user may have open. */
    public static final String TOO_MANY_OPEN_RUNS = "too_many_open_runs";

    /** The server stopped before the run ended. */
    public static final String SERVER_RESTART = "server_restart";

    private FailureCodes() {}
}
