// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.EventClass;
import io.throughline.api.RunId;
import io.throughline.api.spi.EventFrame;
import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import io.throughline.api.spi.LogRecord.RunEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A log and short words for what is done to it. */
final class LogFixture implements LogObserver {
    static final int SIZE = 10;

    final InMemoryEventLog log;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    int evicted;
    int openLifecycle;

    LogFixture(int maxEntries, long maxBytes, int window) {
        this(new LogBounds(maxEntries, maxBytes, Duration.ofHours(1), window));
    }

    LogFixture(LogBounds bounds) {
        log = new InMemoryEventLog("e", bounds, this);
    }

    @Override
    public void onGrown() {
        throw new AssertionError("a log in memory does not grow by itself");
    }

    @Override
    public void onEvicted(int events, int openLifecycleEvents) {
        evicted += events;
        openLifecycle += openLifecycleEvents;
    }

    /** Appends events: {@code s1} starts run 1, {@code t1} is its progress, {@code c1} its end, {@code m} a message. */
    LogFixture append(String words) {
        for (String word : words.split(" ", -1)) {
            append(word, SIZE);
        }
        return this;
    }

    void append(String word, int size) {
        log.append(record(word, size, now));
    }

    static LogRecord record(String word, int size, Instant now) {
        EventFrame frame = EventFrame.of(new byte[1], new byte[size - 1]);
        String run = word.substring(1);
        return switch (word.charAt(0)) {
            case 's' ->
                of(EventClass.LIFECYCLE, now, frame)
                        .run(RunId.of(run), RunEffect.OPEN)
                        .build();
            case 't' ->
                of(EventClass.PROGRESS, now, frame)
                        .run(RunId.of(run), RunEffect.OPEN)
                        .build();
            case 'c' ->
                of(EventClass.LIFECYCLE, now, frame)
                        .run(RunId.of(run), RunEffect.END)
                        .build();
            case 'n' ->
                of(EventClass.PROGRESS, now, frame)
                        .run(RunId.of(run), RunEffect.NONE)
                        .build();
            case 'p' -> of(EventClass.PROGRESS, now, frame).build();
            case 'm' -> of(EventClass.APPLICATION, now, frame).build();
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static LogRecord.Builder of(EventClass eventClass, Instant now, EventFrame frame) {
        return LogRecord.builder("id", now, eventClass, frame);
    }

    /** Shows what a reader gets: {@code 1 2 (3-4) 5 (6-7!)}, where the mark says that lifecycle is lost. */
    String read(long fromSeq) {
        return shown(log.read(fromSeq, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    static String shown(List<LogItem> items) {
        return items.stream().map(LogFixture::shown).collect(Collectors.joining(" "));
    }

    private static String shown(LogItem item) {
        return item instanceof LogGap gap
                ? "(" + gap.from() + "-" + gap.to() + (gap.lifecycleLost() ? "!)" : ")")
                : String.valueOf(((LogEntry) item).seq());
    }
}
