// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.LogPosition;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventLog;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogObserver;
import io.throughline.api.spi.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An engine that keeps logs for several nodes, as one on another machine would: what it is asked to do is done later, on
 * threads of its own, some of it fails, and nodes learn of each other's events.
 */
final class RemoteLogs {
    private final Executor threads;
    private final Predicate<LogRecord> fails;
    private final Map<UserId, Stream> streams = new ConcurrentHashMap<>();

    /** What the engine keeps of one user. */
    private static final class Stream {
        final List<LogEntry> entries = new ArrayList<>();
        final List<NodeLog> readers = new ArrayList<>();
    }

    /**
     * @param threads do what is asked, in any order
     * @param fails tells which records the engine does not take
     */
    RemoteLogs(Executor threads, Predicate<LogRecord> fails) {
        this.threads = threads;
        this.fails = fails;
    }

    EventLogFactory node() {
        return NodeLog::new;
    }

    /** What one node knows of a user's log. */
    private final class NodeLog implements EventLog {
        private final Stream stream;
        private final LogObserver observer;
        private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

        /** Replaced as a whole, since the engine's threads add to it while the hub reads. */
        private volatile List<LogEntry> atHand = List.of();

        NodeLog(UserId userId, LogObserver observer) {
            this.stream = streams.computeIfAbsent(userId, id -> new Stream());
            this.observer = observer;
            threads.execute(this::join);
        }

        private void join() {
            synchronized (stream) {
                atHand = List.copyOf(stream.entries);
                stream.readers.add(this);
            }
            ready.complete(null);
        }

        @Override
        public CompletionStage<@Nullable Void> ready() {
            return ready;
        }

        @Override
        public CompletionStage<LogPosition> append(LogRecord record) {
            CompletableFuture<LogPosition> done = new CompletableFuture<>();
            threads.execute(() -> take(record, done));
            return done;
        }

        private void take(LogRecord record, CompletableFuture<LogPosition> done) {
            if (fails.test(record)) {
                done.completeExceptionally(new IOException("the engine did not answer"));
                return;
            }
            long seq;
            List<NodeLog> readers;
            synchronized (stream) {
                seq = stream.entries.size() + 1L;
                stream.entries.add(LogEntry.of(seq, record.frame().withSeq(seq)));
                readers = List.copyOf(stream.readers);
                readers.forEach(reader -> reader.atHand = List.copyOf(stream.entries));
            }
            done.complete(new LogPosition("e", seq));
            readers.stream().filter(reader -> reader != this).forEach(reader -> reader.observer.onGrown());
        }

        @Override
        public LogPosition head() {
            return new LogPosition("e", atHand.size());
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
            List<LogEntry> known = atHand;
            int from = (int) Math.min(fromSeq - 1, known.size());
            return new ArrayList<>(known.subList(from, Math.min(known.size(), from + maxEntries)));
        }

        @Override
        public void close() {
            threads.execute(() -> {
                synchronized (stream) {
                    stream.readers.remove(this);
                }
            });
        }
    }
}
