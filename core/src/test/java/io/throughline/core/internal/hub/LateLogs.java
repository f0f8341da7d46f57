// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Logs of which the test decides when they are ready, when and whether they take an event, and what they cannot say. */
final class LateLogs implements EventLogFactory {
    private final EventLogFactory sound =
            new InMemoryEventLogs(new LogBounds(10_000, 10_000_000, Duration.ofDays(1), 100), () -> "e");

    /** The appends that wait, each of which completes when it is run. */
    final Queue<Runnable> asked = new ArrayDeque<>();

    final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    final List<String> usedAfterClose = new ArrayList<>();
    int open;

    Runnable onOpen = () -> {};
    boolean isLate = true;
    boolean isRevealedEarly;
    boolean isHeadUnknown;
    boolean areSizesUnknown;
    Predicate<LogRecord> refuses = record -> false;

    LogSettings settings(Duration retention) {
        return new LogSettings(new LogBounds(100, 1_000_000, Duration.ofDays(1), 10), 100_000_000, retention, this);
    }

    void letNext() {
        asked.remove().run();
    }

    void letAll() {
        while (!asked.isEmpty()) {
            letNext();
        }
    }

    @Override
    public EventLog open(UserId userId, LogObserver observer) {
        onOpen.run();
        open++;
        return new Late(sound.open(userId, observer));
    }

    private final class Late extends ForwardingEventLog {
        private boolean closed;

        Late(EventLog log) {
            super(log);
        }

        @Override
        public CompletionStage<@Nullable Void> ready() {
            return ready;
        }

        @Override
        public CompletionStage<LogPosition> append(LogRecord record) {
            if (closed) {
                usedAfterClose.add("append");
            }
            if (refuses.test(record)) {
                return CompletableFuture.failedFuture(new IOException("the engine did not answer"));
            }
            if (!isLate) {
                return super.append(record);
            }
            CompletableFuture<LogPosition> done = new CompletableFuture<>();
            if (isRevealedEarly) {
                LogPosition position =
                        super.append(record).toCompletableFuture().join();
                asked.add(() -> done.complete(position));
            } else {
                asked.add(() ->
                        done.complete(super.append(record).toCompletableFuture().join()));
            }
            return done;
        }

        @Override
        public LogPosition head() {
            if (isHeadUnknown) {
                throw new IllegalStateException("the engine is gone");
            }
            return super.head();
        }

        @Override
        public int entryCount() {
            if (areSizesUnknown) {
                throw new IllegalStateException("the engine is gone");
            }
            return super.entryCount();
        }

        @Override
        public void close() {
            super.close();
            closed = true;
            open--;
        }
    }
}
