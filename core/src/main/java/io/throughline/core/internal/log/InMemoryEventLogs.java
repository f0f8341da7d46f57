// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogObserver;
import java.util.function.Supplier;

/**
 * Opens logs in memory, which is where a hub keeps events unless it is told otherwise.
 *
 * @param bounds what holds for each log
 * @param epochs makes a new epoch for each
 */
public record InMemoryEventLogs(LogBounds bounds, Supplier<String> epochs) implements EventLogFactory {
    @Override
    public EventLog open(UserId userId, LogObserver observer) {
        return new InMemoryEventLog(epochs.get(), bounds, observer);
    }
}
