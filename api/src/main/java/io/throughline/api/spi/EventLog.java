// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log of one user: events in their order, each under the next {@code seq} of an epoch.
 *
 * <p>The hub serialises its calls, by a lock of the user's that it holds meanwhile, so none of them may block; all others
 * that reach into a log, threads of an engine's driver say, are the log's own business. A log may give events up, within
 * bounds of its own, and then tells its readers so by gaps. An open log has one epoch.
 */
public interface EventLog {
    /**
     * Answers when positions and events can be asked for; events are appended without waiting for it.
     *
     * @return completes once, in bounded time; exceptionally if the log cannot be had, and connections are then closed with
     *     1011. Never null; complete from the start unless overridden
     */
    default CompletionStage<@Nullable Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Appends an event under the next number.
     *
     * <p>The hub appends the next event only when this one's stage has completed, so that events stand in the order of
     * the calls and a run's state is never ahead of its log. The event can be read when the stage completes, and no
     * earlier than it is certain to stay.
     *
     * @param record the event; never null
     * @return completes in bounded time, on the spot or on a thread of the log's own, never from within another call to the
     *     log, with the event's place; exceptionally if the event is not in the log and never will be. An engine that
     *     cannot know, since an answer was lost, finds out before it completes: {@link LogRecord#id()} is for that. Never
     *     null
     */
    CompletionStage<LogPosition> append(LogRecord record);

    /**
     * Answers the place of the newest event.
     *
     * @return the place; its seq is 0 while there is none; never null
     */
    LogPosition head();

    /**
     * Answers where what is retained begins.
     *
     * @return the seq of the oldest event that is still there, or one more than that of the head where there is none
     */
    long firstSeq();

    /**
     * Answers from where on nothing is missing.
     *
     * @return the smallest seq from which every event up to the head is still there, or one more than that of the head
     */
    long contiguousFrom();

    /**
     * Answers where a reader begins that wants the runs which are open.
     *
     * @return the seq of the first event still there of a run that is open, or one more than that of the head where none is
     */
    long firstOpenSeq();

    /**
     * Reads what this node has at hand.
     *
     * <p>The items follow each other without a jump, beginning with {@code fromSeq}: each event that is gone is in a gap,
     * and no two gaps stand side by side. Events that exist but have to be fetched are neither answered nor a gap: the
     * answer ends before them, and {@link LogObserver#onGrown} says when they are there.
     *
     * @param fromSeq the first that is wanted, 1 or more
     * @param maxEntries how many events are wanted, at least 1; gaps do not count
     * @param maxBytes how many bytes the events may have together; one event is always read
     * @return the items, the list the caller's own; empty when there is nothing to read; never null
     */
    List<LogItem> read(long fromSeq, int maxEntries, int maxBytes);

    /**
     * Counts the events that this node holds in memory.
     *
     * @return 0 or more; 0 unless overridden
     */
    default int entryCount() {
        return 0;
    }

    /**
     * Answers the size of the events that this node holds in memory, which counts against the hub's budget.
     *
     * @return bytes of encoded events, 0 or more; 0 unless overridden
     */
    default long byteCount() {
        return 0;
    }

    /**
     * Is asked to give memory back, since all logs together exceed the hub's budget.
     *
     * @param bytes how much, 1 or more; the log may give up less where it holds less
     */
    default void release(long bytes) {}

    /**
     * Is told the time at intervals of seconds, so that events too old to be kept are given up without an append.
     *
     * @param now the time by the clock of the hub; never null
     */
    default void expire(Instant now) {}

    /** Ends this log's use on this node: the user is gone for long enough, or the hub is closed. Nothing is called after it. */
    default void close() {}
}
