// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EncodedMessage;
import io.throughline.api.EventClass;
import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogRecord;
import io.throughline.api.spi.LogRecord.RunEffect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A log as it is described: a list of all events ever appended, searched from end to end for whatever is asked. */
public final class LogModel {
    /** A run that events belong to. */
    private static final class Run {
        final String id;
        long endSeq;
        long endMillis;

        Run(String id) {
            this.id = id;
        }
    }

    private static final class Event {
        long seq;
        long timeMillis;
        int size;
        boolean lifecycle;
        Run run;
        boolean retained = true;

        boolean isOpen() {
            return run != null && run.endSeq == 0;
        }

        boolean isOpenProgress() {
            return isOpen() && !lifecycle;
        }

        /** When it ended: the end of its run, or itself where it has none. */
        long endSeq() {
            return run == null ? seq : run.endSeq;
        }

        long endMillis() {
            return run == null ? timeMillis : run.endMillis;
        }
    }

    private final LogBounds bounds;
    private final List<Event> events = new ArrayList<>();
    private long timeMillis = Long.MIN_VALUE;
    private int openLifecycleEvicted;
    private final Set<Long> sparedButWent = new HashSet<>();

    public LogModel(LogBounds bounds) {
        this.bounds = bounds;
    }

    public void append(LogRecord record) {
        timeMillis = Math.max(timeMillis, record.timestamp().toEpochMilli());
        Event event = new Event();
        event.seq = headSeq() + 1;
        event.timeMillis = timeMillis;
        event.size = record.frame().size();
        event.lifecycle = record.eventClass() == EventClass.LIFECYCLE;
        event.run = runOf(record);
        events.add(event);
        if (record.runEffect() == RunEffect.END) {
            event.run.endSeq = event.seq;
            event.run.endMillis = timeMillis;
        }
        while (entryCount() > 1 && (entryCount() > bounds.maxEntries() || byteCount() > bounds.maxBytes())) {
            evict(next());
        }
        expire();
    }

    private Run runOf(LogRecord record) {
        String id = record.runId().map(Objects::toString).orElse(null);
        if (id == null || record.eventClass() == EventClass.APPLICATION) {
            return null;
        }
        Optional<Run> open = retained(event -> event.isOpen() && event.run.id.equals(id))
                .map(event -> event.run)
                .findFirst();
        return record.runEffect() == RunEffect.NONE ? open.orElse(null) : open.orElseGet(() -> new Run(id));
    }

    private Stream<Event> retained(Predicate<Event> wanted) {
        return events.stream().filter(event -> event.retained).filter(wanted);
    }

    /** The order of eviction, as it is documented. */
    private List<Event> next() {
        long edge = headSeq() - bounds.liveWindow();
        Optional<Event> finished = oldestFinished(edge);
        if (finished.isPresent()) {
            long end = finished.get().endSeq();
            return retained(event -> !event.isOpen() && event.endSeq() == end && event.seq <= edge)
                    .toList();
        }
        return retained(event -> event.isOpenProgress() && event.seq <= edge)
                .findFirst()
                .or(() -> oldestFinished(headSeq() - 1))
                .or(() -> retained(event -> event.seq <= edge).findFirst())
                .or(() -> retained(event -> event.isOpenProgress() && event.seq < headSeq())
                        .findFirst())
                .or(() -> retained(event -> true).findFirst())
                .map(List::of)
                .orElseThrow();
    }

    private Optional<Event> oldestFinished(long limit) {
        return retained(event -> !event.isOpen() && event.seq <= limit)
                .min(Comparator.comparingLong(Event::endSeq).thenComparingLong(event -> event.seq));
    }

    private void evict(List<Event> victims) {
        for (Event victim : victims) {
            victim.retained = false;
            if (victim.isOpen() && victim.lifecycle) {
                openLifecycleEvicted++;
                checkLast(victim);
            }
            if (victim.seq > headSeq() - bounds.liveWindow()) {
                sparedButWent.add(victim.seq);
            }
        }
    }

    /** Holds the model itself to the rule that matters most. */
    private void checkLast(Event victim) {
        long edge = headSeq() - bounds.liveWindow();
        boolean otherLeft = retained(event ->
                        event.seq < headSeq() && (!event.isOpen() || (event.isOpenProgress() && event.seq <= edge)))
                .findAny()
                .isPresent();
        if (otherLeft) {
            throw new AssertionError("lifecycle event " + victim.seq + " of an open run went before others");
        }
    }

    public void expire(Instant now) {
        timeMillis = Math.max(timeMillis, now.toEpochMilli());
        expire();
    }

    private void expire() {
        long limit = timeMillis - bounds.maxAge().toMillis();
        evict(retained(event -> event.isOpenProgress()
                        ? event.timeMillis <= limit
                        : !event.isOpen() && event.endMillis() <= limit)
                .toList());
    }

    public void release(long bytes) {
        long target = byteCount() - bytes;
        while (byteCount() > target && entryCount() > 0) {
            evict(entryCount() == 1 ? retained(event -> true).toList() : next());
        }
    }

    /** What a reader gets who wants all from a place on, as {@link LogFixture#read} shows it. */
    public String read(long fromSeq) {
        return LogFixture.shown(items(fromSeq));
    }

    private List<LogItem> items(long fromSeq) {
        List<LogItem> items = new ArrayList<>();
        long gapFrom = 0;
        boolean lost = false;
        for (Event event : events.subList((int) Math.min(fromSeq - 1, events.size()), events.size())) {
            if (!event.retained) {
                gapFrom = gapFrom == 0 ? event.seq : gapFrom;
                lost |= event.lifecycle;
            } else {
                if (gapFrom > 0) {
                    items.add(LogGap.of(gapFrom, event.seq - 1, lost));
                    gapFrom = 0;
                    lost = false;
                }
                items.add(LogEntry.of(event.seq, EncodedMessage.ofText("of the model")));
            }
        }
        if (gapFrom > 0) {
            items.add(LogGap.of(gapFrom, headSeq(), lost));
        }
        return items;
    }

    public long headSeq() {
        return events.size();
    }

    public long firstSeq() {
        return retained(event -> true).mapToLong(event -> event.seq).findFirst().orElse(headSeq() + 1);
    }

    public long firstOpenSeq() {
        return retained(Event::isOpen).mapToLong(event -> event.seq).findFirst().orElse(headSeq() + 1);
    }

    public long contiguousFrom() {
        return LongStream.rangeClosed(1, headSeq())
                .filter(seq ->
                        events.subList((int) seq - 1, events.size()).stream().allMatch(event -> event.retained))
                .findFirst()
                .orElse(headSeq() + 1);
    }

    public int entryCount() {
        return (int) retained(event -> true).count();
    }

    public long byteCount() {
        return retained(event -> true).mapToLong(event -> event.size).sum();
    }

    public int evictedCount() {
        return events.size() - entryCount();
    }

    public int openLifecycleEvicted() {
        return openLifecycleEvicted;
    }

    /** Tells whether an event went while it was one of the newest, which are spared while others can go. */
    public boolean wentThoughSpared(long seq) {
        return sparedButWent.contains(seq);
    }
}
