// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.LogPosition;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log that does what another one does, but for what a test overrides. */
public abstract class ForwardingEventLog implements EventLog {
    private final EventLog log;

    /** Does what the given log does. */
    protected ForwardingEventLog(EventLog log) {
        this.log = log;
    }

    @Override
    public CompletionStage<@Nullable Void> ready() {
        return log.ready();
    }

    @Override
    public CompletionStage<LogPosition> append(LogRecord record) {
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

    @Override
    public void close() {
        log.close();
    }
}
