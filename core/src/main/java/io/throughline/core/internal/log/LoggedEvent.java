// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EncodedMessage;
import io.throughline.api.EventClass;
import io.throughline.api.spi.EventFrame;
import io.throughline.api.spi.LogEntry;
import org.jspecify.annotations.Nullable;

/** An event at its place in a log; its bytes are put together at the first reading and then shared. */
final class LoggedEvent extends Slot implements LogEntry {
    final long timeMillis;
    final int size;
    final boolean lifecycle;

    /** The run that it belongs to; null for what goes by its own age. */
    final @Nullable LoggedRun run;

    /** The next event of the same run and class. */
    @Nullable
    LoggedEvent nextInRun;

    /** First an EventFrame, then the EncodedMessage made of it; never both, since logs are what takes memory. */
    private volatile Object content;

    LoggedEvent(long seq, long timeMillis, EventFrame frame, EventClass eventClass, @Nullable LoggedRun run) {
        super(seq, 0);
        this.timeMillis = timeMillis;
        this.size = frame.size();
        this.content = frame;
        this.lifecycle = eventClass == EventClass.LIFECYCLE;
        this.run = run;
    }

    @Override
    public long seq() {
        return seq;
    }

    @Override
    public EncodedMessage message() {
        Object known = content;
        if (known instanceof EventFrame frame) {
            EncodedMessage message = frame.withSeq(seq);
            content = message;
            return message;
        }
        return (EncodedMessage) known;
    }

    boolean isOpenProgress() {
        return !lifecycle && run != null && !run.isEnded();
    }
}
