// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.LogPosition;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stands for a log that could not be opened: it takes nothing and has nothing. */
public final class BrokenEventLog implements EventLog {
    private final Throwable cause;

    /**
     * @param cause why the log could not be opened
     */
    public BrokenEventLog(Throwable cause) {
        this.cause = cause;
    }

    @Override
    public CompletionStage<@Nullable Void> ready() {
        return CompletableFuture.failedFuture(cause);
    }

    @Override
    public CompletionStage<LogPosition> append(LogRecord record) {
        return CompletableFuture.failedFuture(cause);
    }

    @Override
    public LogPosition head() {
        return new LogPosition("none", 0);
    }

    @Override
    public long firstSeq() {
        return 1;
    }

    @Override
    public long contiguousFrom() {
        return 1;
    }

    @Override
    public long firstOpenSeq() {
        return 1;
    }

    @Override
    public List<LogItem> read(long fromSeq, int maxEntries, int maxBytes) {
        return List.of();
    }
}
