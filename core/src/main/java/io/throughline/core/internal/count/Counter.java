// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.count;

import java.util.Locale;

/** What is counted; the names in snake_case are public, and documented in docs/DEPLOYMENT.md. */
public enum Counter {
    EVENTS_ACCEPTED,
    EVENTS_REFUSED,
    EVENTS_AFTER_TERMINAL,
    EVENTS_BEFORE_START,
    RUNS_STARTED_TWICE,
    RUNS_ENDED_BY_HUB,
    TOOL_CALLS_NOT_OPEN,
    TOOL_CALLS_OPEN_ALREADY,
    TOOL_CALLS_CLOSED_BY_HUB,
    MESSAGES_CONTINUED,
    CONNECTIONS_OPENED,
    CONNECTIONS_CLOSED,
    FRAMES_SENT,
    HEARTBEATS_SENT,
    GAPS_SENT,
    EVENTS_EVICTED,
    /** Of these, events of class lifecycle that went while their run was open. */
    LIFECYCLE_EVENTS_EVICTED,
    LOGS_FREED,
    MESSAGES_RECEIVED,
    INVALID_MESSAGES_RECEIVED,
    ACKS_RECEIVED,
    AUTHENTICATIONS_REFUSED,
    AUTHENTICATIONS_RENEWED,
    AUTHENTICATIONS_EXPIRED,
    WRITES_FAILED,
    WRITES_TIMED_OUT,
    PINGS_SENT,
    CONNECTIONS_TIMED_OUT,
    LISTENER_FAILURES,
    CONNECTIONS_REFUSED_USER,
    CONNECTIONS_REFUSED_FULL,
    CONNECTIONS_REFUSED_DRAINING,
    HANDSHAKES_REFUSED_RATE,
    CLOSED_TOO_MANY_MESSAGES,
    CLOSED_MESSAGE_TOO_BIG,
    RUNS_ENDED,
    RUNS_CUT,
    DRAIN_FRAMES_SENT;

    private final String publicName = name().toLowerCase(Locale.ROOT);

    /** Answers the name by which applications read it. */
    public String publicName() {
        return publicName;
    }
}
