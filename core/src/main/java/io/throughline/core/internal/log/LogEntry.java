// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EncodedMessage;
import io.throughline.api.EventClass;
import io.throughline.core.internal.json.EventFrame;

/** An event at its place in a log; its bytes are put together at the first reading and then shared. */
public final class LogEntry {
    private final long seq;
    private final int size;
    private final EventClass eventClass;

    /** First an EventFrame, then the EncodedMessage made of it; never both, since logs are what takes memory. */
    private volatile Object content;

    LogEntry(long seq, EventFrame frame, EventClass eventClass) {
        this.seq = seq;
        this.size = frame.size();
        this.content = frame;
        this.eventClass = eventClass;
    }

    /** Answers the number of the entry in its log. */
    public long seq() {
        return seq;
    }

    /** Answers the whole event as it goes over the wire. */
    public EncodedMessage message() {
        Object known = content;
        if (known instanceof EventFrame frame) {
            EncodedMessage message = frame.withSeq(seq);
            content = message;
            return message;
        }
        return (EncodedMessage) known;
    }

    /** Answers what the entry counts against the bounds, in bytes. */
    public int size() {
        return size;
    }

    boolean isLifecycle() {
        return eventClass == EventClass.LIFECYCLE;
    }
}
