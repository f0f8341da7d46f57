// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.LogPosition;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log in memory, within bounds; it grows with what it holds, and what is given up leaves holes that readers are told. */
public final class InMemoryEventLog implements EventLog {
    private final String epoch;
    private final LogBounds bounds;
    private final LogObserver observer;
    private final Slots slots = new Slots();
    private final EvictionOrder order = new EvictionOrder(slots);
    private final long maxAgeMillis;

    private long headSeq;
    private long newestEvictedSeq;
    private long bytes;

    /** The time of the newest event; never set back, so that times rise with numbers. */
    private long timeMillis = Long.MIN_VALUE;

    /** No event comes of age before. */
    private long nextExpiryMillis = Long.MIN_VALUE;

    private int evicted;
    private int openLifecycleEvicted;

    /**
     * @param epoch names this incarnation of the log
     * @param bounds what is kept
     * @param observer is told of what is given up
     */
    public InMemoryEventLog(String epoch, LogBounds bounds, LogObserver observer) {
        this.epoch = epoch;
        this.bounds = bounds;
        this.observer = observer;
        this.maxAgeMillis = bounds.maxAge().toMillis();
    }

    @Override
    public CompletionStage<LogPosition> append(LogRecord record) {
        timeMillis = Math.max(timeMillis, record.timestamp().toEpochMilli());
        LoggedEvent event =
                new LoggedEvent(headSeq + 1, timeMillis, record.frame(), record.eventClass(), order.runOf(record));
        headSeq++;
        slots.add(event);
        bytes += event.size;
        order.added(event, record.runEffect());
        while (slots.live() > 1 && (slots.live() > bounds.maxEntries() || bytes > bounds.maxBytes())) {
            evictNext();
        }
        expireUntil(timeMillis);
        tellEvicted();
        return CompletableFuture.completedFuture(head());
    }

    private void evictNext() {
        long edge = headSeq - bounds.liveWindow();
        LoggedEvent next = order.next(edge, headSeq);
        LoggedRun run = next.run;
        if (run != null && run.isEnded()) {
            evictRun(run, next.seq <= edge ? edge : next.seq);
        } else {
            evict(next);
        }
    }

    private void evictRun(LoggedRun run, long upTo) {
        for (LoggedEvent event = run.first(); event != null && event.seq <= upTo; event = run.first()) {
            evict(event);
        }
    }

    private void evict(LoggedEvent event) {
        boolean ofOpenRun = event.run != null && !event.run.isEnded();
        slots.remove(event);
        order.removed(event);
        bytes -= event.size;
        newestEvictedSeq = Math.max(newestEvictedSeq, event.seq);
        evicted++;
        if (event.lifecycle && ofOpenRun) {
            openLifecycleEvicted++;
        }
    }

    private void tellEvicted() {
        if (evicted > 0) {
            observer.onEvicted(evicted, openLifecycleEvicted);
            evicted = 0;
            openLifecycleEvicted = 0;
        }
    }

    @Override
    public void expire(Instant now) {
        timeMillis = Math.max(timeMillis, now.toEpochMilli());
        expireUntil(timeMillis);
        tellEvicted();
    }

    /** Lifecycle events of open runs are spared: they come of age with the end of their run. */
    private void expireUntil(long nowMillis) {
        if (nowMillis < nextExpiryMillis) {
            return;
        }
        long limit = nowMillis - maxAgeMillis;
        LoggedRun run = order.firstEnded();
        for (; run != null && run.endMillis <= limit; run = order.firstEnded()) {
            evictRun(run, headSeq);
        }
        LoggedEvent loose = order.firstLoose();
        for (; loose != null && loose.timeMillis <= limit; loose = order.firstLoose()) {
            evict(loose);
        }
        LoggedEvent progress = order.firstProgress();
        for (; progress != null && progress.timeMillis <= limit; progress = order.firstProgress()) {
            evict(progress);
        }
        long oldest = Math.min(
                run == null ? nowMillis : run.endMillis,
                Math.min(timeOf(loose, nowMillis), timeOf(progress, nowMillis)));
        nextExpiryMillis = oldest + maxAgeMillis;
    }

    private static long timeOf(@Nullable LoggedEvent event, long otherwise) {
        return event == null ? otherwise : event.timeMillis;
    }

    @Override
    public void release(long wanted) {
        long target = bytes - wanted;
        while (bytes > target && slots.live() > 1) {
            evictNext();
        }
        LoggedEvent last = slots.first();
        if (bytes > target && last != null) {
            evict(last);
        }
        tellEvicted();
    }

    @Override
    public LogPosition head() {
        return new LogPosition(epoch, headSeq);
    }

    @Override
    public long firstSeq() {
        LoggedEvent first = slots.first();
        return first == null ? headSeq + 1 : first.seq;
    }

    @Override
    public long contiguousFrom() {
        return newestEvictedSeq + 1;
    }

    @Override
    public long firstOpenSeq() {
        LoggedEvent first = order.firstOpen();
        return first == null ? headSeq + 1 : first.seq;
    }

    @Override
    public List<LogItem> read(long fromSeq, int maxEntries, int maxBytes) {
        List<LogItem> items =
                new ArrayList<>((int) Math.max(0, Math.min(Math.min(maxEntries, slots.live()), headSeq - fromSeq) + 1));
        long expected = fromSeq;
        long lost = 0;
        long bytesRead = 0;
        int entries = 0;
        for (int index = slots.indexFrom(fromSeq); index < slots.end(); index++) {
            Slot slot = slots.at(index);
            lost = Math.max(lost, slot.lostLifecycleSeq);
            if (slot instanceof LoggedEvent event) {
                bytesRead += event.size;
                if (entries == maxEntries || (entries > 0 && bytesRead > maxBytes)) {
                    return items;
                }
                addGap(items, expected, event.seq - 1, lost);
                items.add(event);
                entries++;
                expected = event.seq + 1;
                lost = 0;
            }
        }
        addGap(items, expected, headSeq, Math.max(lost, slots.lostAtEnd()));
        return items;
    }

    private static void addGap(List<LogItem> items, long from, long to, long lostLifecycleSeq) {
        if (from <= to) {
            items.add(LogGap.of(from, to, lostLifecycleSeq >= from));
        }
    }

    @Override
    public int entryCount() {
        return slots.live();
    }

    @Override
    public long byteCount() {
        return bytes;
    }
}
