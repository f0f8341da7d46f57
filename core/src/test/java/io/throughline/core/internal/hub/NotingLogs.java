// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.LogPosition;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import io.throughline.core.internal.log.ForwardingEventLog;
import io.throughline.core.internal.log.InMemoryEventLog;
import io.throughline.core.internal.log.LogBounds;
import java.util.HashMap;
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
        return new ForwardingEventLog(new InMemoryEventLog(epoch, bounds, observer)) {
            @Override
            public CompletionStage<LogPosition> append(LogRecord record) {
                last = record;
                return super.append(record);
            }
        };
    }
}
