// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.LogPosition;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import io.throughline.core.internal.log.InMemoryEventLog;
import io.throughline.core.internal.log.LogBounds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Logs in memory that note what was appended last, so that a model can be given the same. */
final class NotingLogs implements EventLogFactory {
    private final LogBounds bounds;
    private int opened;
    final Map<UserId, String> epochs = new HashMap<>();
    LogRecord last;

    NotingLogs(LogBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public EventLog open(UserId userId, LogObserver observer) {
        String epoch = "e" + ++opened;
        epochs.put(userId, epoch);
        EventLog log = new InMemoryEventLog(epoch, bounds, observer);
        return new EventLog() {
            @Override
            public CompletionStage<LogPosition> append(LogRecord record) {
                last = record;
                return log.append(record);
            }

            @Override
            public LogPosition head() {
                return log.head();
            }

            @Override
            public long firstSeq() {
                return log.firstSeq();
            }

            @Override
            public long contiguousFrom() {
                return log.contiguousFrom();
            }

            @Override
            public long firstOpenSeq() {
                return log.firstOpenSeq();
            }

            @Override
            public List<LogItem> read(long fromSeq, int maxEntries, int maxBytes) {
                return log.read(fromSeq, maxEntries, maxBytes);
            }

            @Override
            public int entryCount() {
                return log.entryCount();
            }

            @Override
            public long byteCount() {
                return log.byteCount();
            }

            @Override
            public void release(long bytes) {
                log.release(bytes);
            }

            @Override
            public void expire(Instant now) {
                log.expire(now);
            }
        };
    }
}
