// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EventClass;
import io.throughline.api.LogPosition;
import io.throughline.core.internal.json.EventFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log in a ring that grows as far as its bounds; beyond them the oldest events make room. */
public final class InMemoryEventLog implements EventLog {
    private static final int INITIAL_CAPACITY = 8;

    private final String epoch;
    private final int maxEntries;
    private final long maxBytes;

    private @Nullable LogEntry[] ring = new @Nullable LogEntry[INITIAL_CAPACITY];
    private long firstSeq = 1;
    private long headSeq;
    private long bytes;
    private long lastEvictedLifecycleSeq;

    /**
     * @param epoch names this incarnation of the log
     * @param maxEntries how many events are kept, at least 1
     * @param maxBytes how many bytes they may have together; the newest event is always kept
     */
    public InMemoryEventLog(String epoch, int maxEntries, long maxBytes) {
        this.epoch = epoch;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<LogPosition> append(EventFrame frame, EventClass eventClass) {
        LogEntry entry = new LogEntry(headSeq + 1, frame, eventClass);
        while (firstSeq <= headSeq && (count() >= maxEntries || bytes + entry.size() > maxBytes)) {
            evictOldest();
        }
        if (count() == ring.length) {
            grow();
        }
        headSeq = entry.seq();
        ring[slot(headSeq)] = entry;
        bytes += entry.size();
        return CompletableFuture.completedFuture(head());
    }

    private void evictOldest() {
        LogEntry oldest = entry(firstSeq);
        ring[slot(firstSeq)] = null;
        bytes -= oldest.size();
        if (oldest.isLifecycle()) {
            lastEvictedLifecycleSeq = oldest.seq();
        }
        firstSeq++;
    }

    private void grow() {
        @Nullable LogEntry[] larger = new @Nullable LogEntry[ring.length * 2];
        for (long seq = firstSeq; seq <= headSeq; seq++) {
            larger[(int) (seq & (larger.length - 1))] = entry(seq);
        }
        ring = larger;
    }

    @Override
    public LogPosition head() {
        return new LogPosition(epoch, headSeq);
    }

    @Override
    public long firstSeq() {
        return firstSeq;
    }

    @Override
    public Slice read(long fromSeq, int entriesWanted, int bytesWanted) {
        long first = Math.max(fromSeq, firstSeq);
        boolean lifecycleLost = lastEvictedLifecycleSeq >= fromSeq;
        List<LogEntry> entries = new ArrayList<>((int) Math.max(0, Math.min(entriesWanted, headSeq - first + 1)));
        long read = 0;
        for (long seq = first; seq <= headSeq && entries.size() < entriesWanted; seq++) {
            LogEntry entry = entry(seq);
            read += entry.size();
            if (read > bytesWanted && !entries.isEmpty()) {
                break;
            }
            entries.add(entry);
        }
        return new Slice(fromSeq, first - 1, lifecycleLost, entries);
    }

    private int count() {
        return (int) (headSeq - firstSeq + 1);
    }

    private int slot(long seq) {
        return (int) (seq & (ring.length - 1));
    }

    private LogEntry entry(long seq) {
        LogEntry entry = ring[slot(seq)];
        if (entry == null) {
            throw new IllegalStateException("the log " + epoch + " has no entry " + seq + " between its bounds");
        }
        return entry;
    }
}
