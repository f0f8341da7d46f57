// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EventClass;
import io.throughline.api.LogPosition;
import io.throughline.core.internal.json.EventFrame;
import java.util.concurrent.CompletionStage;

/**
 * The log of one user.
 *
 * <p>Appending is asynchronous, since that of a log on another machine is; a log in memory completes it on the spot. Calls
 * are serialised by the user's lock and may not block.
 */
public interface EventLog {
    /**
     * Appends an event under the next {@code seq}.
     *
     * @return completes with the event's place, exceptionally if the log could not take it
     */
    CompletionStage<LogPosition> append(EventFrame frame, EventClass eventClass);

    /** Answers the place of the newest event; its seq is 0 while there is none. */
    LogPosition head();

    /** Answers the seq of the oldest event that is still there, or that of the next one where there is none. */
    long firstSeq();

    /**
     * Reads events.
     *
     * @param fromSeq the first that is wanted
     * @param maxEntries at least 1
     * @param maxBytes how many bytes the events may have together; one event is always read
     */
    Slice read(long fromSeq, int maxEntries, int maxBytes);
}
