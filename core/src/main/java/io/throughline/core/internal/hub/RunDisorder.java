// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.core.internal.count.Counter;

/** The ways in which an event can be out of order in its run; all but the first are refused in strict hubs alone. */
@SuppressWarnings("ImmutableEnumChecker") // an ErrorId is immutable
enum RunDisorder {
    ENDED(
            ErrorIds.RUN_ENDED,
            Counter.EVENTS_AFTER_TERMINAL,
            "the run has had its terminal event. Begin a new run with a new id."),
    NOT_STARTED(
            ErrorIds.RUN_NOT_STARTED,
            Counter.EVENTS_BEFORE_START,
            "the run has not begun. Send agent_started first, once."),
    STARTED_TWICE(
            ErrorIds.RUN_STARTED_TWICE,
            Counter.RUNS_STARTED_TWICE,
            "the run has begun already. Begin a new run with a new id."),
    CALL_NOT_OPEN(
            ErrorIds.TOOL_CALL_NOT_OPEN,
            Counter.TOOL_CALLS_NOT_OPEN,
            "no such call of a tool is open. Send tool_executing first, with the same tool_call_id."),
    CALL_OPEN_ALREADY(
            ErrorIds.TOOL_CALL_OPEN,
            Counter.TOOL_CALLS_OPEN_ALREADY,
            "a call of a tool with this tool_call_id is open already. Give each call an id of its own."),
    MESSAGE_ENDED(
            ErrorIds.MESSAGE_ENDED,
            Counter.MESSAGES_CONTINUED,
            "the message is complete already. Begin a new one with a new message_id.");

    private final ErrorId errorId;
    private final Counter counter;
    private final String advice;

    RunDisorder(ErrorId errorId, Counter counter, String advice) {
        this.errorId = errorId;
        this.counter = counter;
        this.advice = advice;
    }

    ErrorId errorId() {
        return errorId;
    }

    Counter counter() {
        return counter;
    }

    /** Answers what is wrong and what to do. */
    String advice() {
        return advice;
    }

    boolean isRefused(boolean strict) {
        return strict || this == ENDED;
    }
}
