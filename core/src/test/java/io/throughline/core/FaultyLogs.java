// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.LogPosition;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import io.throughline.core.internal.log.ForwardingEventLog;
import io.throughline.core.internal.log.InMemoryEventLogs;
import io.throughline.core.internal.log.LogBounds;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Logs in memory of which the test decides how they fail. */
final class FaultyLogs implements EventLogFactory {

    /** How a log fails. */
    enum Fault {
        NONE,
        THROWS,
        THROWS_AN_ERROR,
        FAILS,
        ANSWERS_NO_STAGE,
        ANSWERS_NO_POSITION
    }

    private final EventLogFactory sound =
            new InMemoryEventLogs(new LogBounds(10_000, 10_000_000, Duration.ofDays(1), 100), () -> "e");

    private volatile Fault fault = Fault.NONE;
    private volatile Predicate<LogRecord> hits = record -> true;

    /** From now on, what the condition holds of is not taken. */
    void fail(Fault how, Predicate<LogRecord> what) {
        hits = what;
        fault = how;
    }

    void recover() {
        fault = Fault.NONE;
    }

    @Override
    public EventLog open(UserId userId, LogObserver observer) {
        return new Faulty(sound.open(userId, observer));
    }

    private final class Faulty extends ForwardingEventLog {

        Faulty(EventLog log) {
            super(log);
        }

        @Override
        @SuppressWarnings("NullAway") // what careless engines do
        public CompletionStage<LogPosition> append(LogRecord record) {
            if (!hits.test(record)) {
                return super.append(record);
            }
            return switch (fault) {
                case NONE -> super.append(record);
                case THROWS -> throw new IllegalStateException("the engine is broken");
                case THROWS_AN_ERROR -> throw new NoClassDefFoundError("engine/Missing");
                case FAILS -> CompletableFuture.failedFuture(new IOException("the engine did not answer"));
                case ANSWERS_NO_STAGE -> null;
                case ANSWERS_NO_POSITION -> CompletableFuture.completedFuture(null);
            };
        }
    }
}
