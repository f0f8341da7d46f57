// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EventClass;
import io.throughline.api.RunId;
import io.throughline.api.spi.LogRecord;
import io.throughline.api.spi.LogRecord.RunEffect;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a log go first when room runs out; all choices cost constant time on average, or the logarithm of the
 * number of runs.
 *
 * <p>Outside the live window: whole finished runs and events of no run, in the order of their ends; then progress of open
 * runs. Then what is finished inside the window, then lifecycle of open runs outside it, then progress and lifecycle
 * inside it. The marks {@code …From} only ever rise: what is below them can be no candidate again.
 */
final class EvictionOrder {
    private final Slots slots;
    private final Map<RunId, LoggedRun> open = new LinkedHashMap<>(4);

    /** All ended runs in the order of their ends; those without events are dropped when they come first. */
    private @Nullable LoggedRun firstEnded;

    private @Nullable LoggedRun lastEnded;

    /** The ended runs with events outside the window, by their ends; null until something was first given up. */
    private @Nullable PriorityQueue<LoggedRun> outside;

    private long outsideFrom = 1;
    private long looseFrom = 1;
    private long progressFrom = 1;

    EvictionOrder(Slots slots) {
        this.slots = slots;
    }

    /** Answers the run that a record belongs to, or null for what goes by its own age. */
    @Nullable
    LoggedRun runOf(LogRecord record) {
        RunId id = record.runId().orElse(null);
        if (id == null || record.eventClass() == EventClass.APPLICATION) {
            return null;
        }
        return record.runEffect() == RunEffect.NONE ? open.get(id) : open.computeIfAbsent(id, LoggedRun::new);
    }

    void added(LoggedEvent event, RunEffect effect) {
        LoggedRun run = event.run;
        if (run == null) {
            return;
        }
        run.add(event);
        if (effect == RunEffect.END) {
            end(run, event);
        }
    }

    private void end(LoggedRun run, LoggedEvent terminal) {
        run.endSeq = terminal.seq;
        run.endMillis = terminal.timeMillis;
        open.remove(run.id);
        if (lastEnded == null) {
            firstEnded = run;
        } else {
            lastEnded.endedNext = run;
        }
        lastEnded = run;
        LoggedEvent first = run.first();
        if (outside != null && first != null && first.seq < outsideFrom) {
            outside.add(run);
        }
    }

    void removed(LoggedEvent event) {
        LoggedRun run = event.run;
        if (run != null) {
            run.removeOldest(event);
            if (!run.isEnded() && run.first() == null) {
                open.remove(run.id);
            }
        }
    }

    /** Answers the first event of an open run, or null where none is there. */
    @Nullable
    LoggedEvent firstOpen() {
        LoggedEvent oldest = null;
        for (LoggedRun run : open.values()) {
            LoggedEvent first = run.first();
            if (first != null && (oldest == null || first.seq < oldest.seq)) {
                oldest = first;
            }
        }
        return oldest;
    }

    /**
     * Answers the next event to be given up.
     *
     * @param edge the newest event outside the window, older than the newest of all
     * @param newest the newest event, which stays
     */
    LoggedEvent next(long edge, long newest) {
        LoggedEvent finished = nextFinished(firstOutside(edge), edge);
        if (finished != null) {
            return finished;
        }
        LoggedEvent progress = firstProgress();
        if (progress != null && progress.seq <= edge) {
            return progress;
        }
        finished = nextFinished(firstEnded(), newest - 1);
        if (finished != null) {
            return finished;
        }
        LoggedEvent first = slots.first();
        if (first == null) {
            throw new IllegalStateException("there is nothing to give up");
        }
        return first.seq > edge && progress != null && progress.seq < newest ? progress : first;
    }

    /** Answers the first event of a run, or one of no run that is older than the run's end. */
    private @Nullable LoggedEvent nextFinished(@Nullable LoggedRun run, long limit) {
        LoggedEvent loose = firstLoose();
        if (loose != null && loose.seq > limit) {
            loose = null;
        }
        LoggedEvent ofRun = run == null ? null : run.first();
        if (run == null || ofRun == null || ofRun.seq > limit) {
            return loose;
        }
        return loose != null && loose.seq < run.endSeq ? loose : ofRun;
    }

    private @Nullable LoggedRun firstOutside(long edge) {
        if (outside == null) {
            outside = new PriorityQueue<>(Comparator.comparingLong((LoggedRun run) -> run.endSeq));
        }
        int index = slots.indexFrom(outsideFrom);
        for (; index < slots.end() && slots.at(index).seq <= edge; index++) {
            if (slots.at(index) instanceof LoggedEvent event
                    && event.run != null
                    && event.run.isEnded()
                    && event.run.first() == event) {
                outside.add(event.run);
            }
        }
        outsideFrom = Math.max(outsideFrom, edge + 1);
        while (!outside.isEmpty()) {
            LoggedEvent first = outside.element().first();
            if (first != null && first.seq <= edge) {
                return outside.element();
            }
            outside.remove();
        }
        return null;
    }

    /** Answers the run that ended first of those with events, or null where there is none. */
    @Nullable
    LoggedRun firstEnded() {
        while (firstEnded != null && firstEnded.first() == null) {
            firstEnded = firstEnded.endedNext;
            lastEnded = firstEnded == null ? null : lastEnded;
        }
        return firstEnded;
    }

    /** Answers the oldest event of no run, or null where there is none. */
    @Nullable
    LoggedEvent firstLoose() {
        LoggedEvent found = find(looseFrom, event -> event.run == null);
        looseFrom = found == null ? Math.max(looseFrom, slots.endSeq()) : found.seq;
        return found;
    }

    /** Answers the oldest progress event of an open run, or null where there is none. */
    @Nullable
    LoggedEvent firstProgress() {
        LoggedEvent found = find(progressFrom, LoggedEvent::isOpenProgress);
        progressFrom = found == null ? Math.max(progressFrom, slots.endSeq()) : found.seq;
        return found;
    }

    private @Nullable LoggedEvent find(long fromSeq, Predicate<LoggedEvent> wanted) {
        for (int index = slots.indexFrom(fromSeq); index < slots.end(); index++) {
            if (slots.at(index) instanceof LoggedEvent event && wanted.test(event)) {
                return event;
            }
        }
        return null;
    }
}
