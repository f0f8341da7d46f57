// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogItem;
import io.throughline.api.spi.LogRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Whatever is done to a log, it is what its model is, and each reader sees a contiguous run of it or an exact gap. */
class LogStatesTest {
    private static final int READERS = 3;

    /** A log beside its model, and readers at places of their own. */
    private static final class State {
        final LogBounds bounds;
        final LogFixture log;
        final LogModel model;
        final long[] nextSeq = {1, 1, 1};

        State(LogBounds bounds) {
            this.bounds = bounds;
            this.log = new LogFixture(bounds);
            this.model = new LogModel(bounds);
        }

        void append(String word, int size) {
            LogRecord record = LogFixture.record(word, size, log.now);
            log.log.append(record);
            model.append(record);
        }

        void pass(Duration time) {
            log.now = log.now.plus(time);
            log.log.expire(log.now);
            model.expire(log.now);
        }

        void release(int bytes) {
            log.log.release(bytes);
            model.release(bytes);
        }

        /** Reads on: what comes begins where the reader is, and is what the model has there. */
        void read(int reader, int maxEntries, int maxBytes) {
            long from = nextSeq[reader];
            boolean keptUp = log.log.head().seq() - from < bounds.liveWindow();
            List<LogItem> items = log.log.read(from, maxEntries, maxBytes);
            String whole = model.read(from);
            String read = LogFixture.shown(items);
            assertTrue(
                    whole.equals(read) || whole.startsWith(read + " "),
                    () -> read + " is not how " + whole + " begins");
            assertEquals(whole.isEmpty(), read.isEmpty(), "a reader behind the head always gets on");
            for (LogItem item : items) {
                if (keptUp && item instanceof LogGap gap) {
                    assertTrue(
                            LongStream.rangeClosed(gap.from(), gap.to()).allMatch(model::wentThoughSpared),
                            () -> "a reader that is behind by less than the window saw " + gap);
                }
                nextSeq[reader] = item instanceof LogGap gap ? gap.to() + 1 : ((LogEntry) item).seq() + 1;
            }
            long entries = items.stream().filter(LogEntry.class::isInstance).count();
            assertTrue(entries <= maxEntries);
        }

        void check() {
            assertEquals(model.read(1), log.read(1));
            assertEquals(model.headSeq(), log.log.head().seq());
            assertEquals(model.firstSeq(), log.log.firstSeq());
            assertEquals(model.firstOpenSeq(), log.log.firstOpenSeq());
            assertEquals(model.contiguousFrom(), log.log.contiguousFrom());
            assertEquals(model.entryCount(), log.log.entryCount());
            assertEquals(model.byteCount(), log.log.byteCount());
            assertEquals(model.evictedCount(), log.evicted);
            assertEquals(model.openLifecycleEvicted(), log.openLifecycle);
            assertTrue(log.log.entryCount() <= bounds.maxEntries());
            assertTrue(log.log.byteCount() <= bounds.maxBytes() || log.log.entryCount() == 1);
        }

        @Override
        public String toString() {
            return bounds + " " + log.read(1) + " " + Arrays.toString(nextSeq);
        }
    }

    private static Transformer<State> step(String name, Consumer<State> change) {
        return Transformer.mutate(name, state -> {
            change.accept(state);
            state.check();
        });
    }

    private static Action.Independent<State> action(Arbitrary<Transformer<State>> steps) {
        return () -> steps;
    }

    private static Arbitrary<Transformer<State>> appends() {
        Arbitrary<String> words = Combinators.combine(
                        Arbitraries.of("s", "t", "t", "t", "n", "p", "m", "c"), Arbitraries.of("1", "2", "3"))
                .as((kind, run) -> kind + run);
        return Combinators.combine(words, Arbitraries.integers().between(2, 40))
                .as((word, size) -> step("append " + word + " of " + size, state -> state.append(word, size)));
    }

    private static Arbitrary<Transformer<State>> bursts() {
        return Combinators.combine(
                        Arbitraries.of("s1", "t1", "t2", "m", "p"),
                        Arbitraries.integers().between(2, 30))
                .as((word, times) -> step("append " + word + " times " + times, state -> {
                    for (int i = 0; i < times; i++) {
                        state.append(word, 10);
                    }
                }));
    }

    private static Arbitrary<Transformer<State>> reads() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, READERS - 1),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(1, 200))
                .as((reader, entries, bytes) -> step(
                        "read " + reader + " " + entries + " " + bytes, state -> state.read(reader, entries, bytes)));
    }

    private static Arbitrary<Transformer<State>> attaches() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, READERS - 1),
                        Arbitraries.doubles().between(0, 1))
                .as((reader, place) -> step("attach " + reader + " at " + place, state -> {
                    state.nextSeq[reader] =
                            1 + Math.round(place * state.log.log.head().seq());
                    state.read(reader, Integer.MAX_VALUE, Integer.MAX_VALUE);
                }));
    }

    private static Arbitrary<Transformer<State>> passes() {
        return Arbitraries.integers()
                .between(-5, 70)
                .map(minutes -> step("pass " + minutes, state -> state.pass(Duration.ofMinutes(minutes))));
    }

    private static Arbitrary<Transformer<State>> releases() {
        return Arbitraries.integers()
                .between(1, 300)
                .map(bytes -> step("release " + bytes, state -> state.release(bytes)));
    }

    @Provide
    Arbitrary<ActionChain<State>> chains() {
        Arbitrary<LogBounds> bounds = Combinators.combine(
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.of(30L, 150L, 400L, 1_000_000L),
                        Arbitraries.of(Duration.ofHours(1), Duration.ofDays(1)),
                        Arbitraries.integers().between(1, 12))
                .as(LogBounds::new);
        return bounds.flatMap(chosen -> ActionChain.startWith(() -> new State(chosen))
                .withAction(12, action(appends()))
                .withAction(2, action(bursts()))
                .withAction(5, action(reads()))
                .withAction(2, action(attaches()))
                .withAction(2, action(passes()))
                .withAction(1, action(releases()))
                .withMaxTransformations(60));
    }

    @Property(tries = 1_000)
    void a_log_is_what_its_model_is(@ForAll("chains") ActionChain<State> chain) {
        chain.run();
    }

    @Property(tries = 20_000)
    @AddLifecycleHook(FullBudgetOnly.class)
    void a_log_is_what_its_model_is_in_many_more_sequences(@ForAll("chains") ActionChain<State> chain) {
        chain.run();
    }
}
