// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Many senders at once on one user, one of whose connections is slow and one closed in the middle. */
class ConcurrentDeliveryTest {
    private static final int SENDERS = 10;
    private static final UserId USER = UserId.of("alice");
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(SENDERS);

    @AfterContainer
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void every_other_connection_sees_every_event_once_in_log_order(
            @ForAll @IntRange(min = 1, max = 12) int eventsEach,
            @ForAll @IntRange(min = 0, max = 120) int closeAfter,
            @ForAll @IntRange(min = 0, max = 2) int wayOfClosing)
            throws Exception {
        try (WebSocketManager manager = new WebSocketManager()) {
            List<InMemoryConnection> fast = IntStream.range(0, 3)
                    .mapToObj(i -> InMemoryConnection.open(USER))
                    .toList();
            InMemoryConnection slow = InMemoryConnection.open(USER);
            InMemoryConnection closing = InMemoryConnection.open(USER);
            slow.pause();
            fast.forEach(manager::addConnection);
            manager.addConnection(slow);
            manager.addConnection(closing);

            int total = SENDERS * eventsEach;
            CountDownLatch toClose = new CountDownLatch(Math.max(1, Math.min(closeAfter, total)));
            List<Future<?>> senders = startSenders(manager, eventsEach, toClose);
            assertTrue(toClose.await(30, TimeUnit.SECONDS));
            close(manager, closing, wayOfClosing);
            Await.until(() -> "the slow one has " + slow.events().size() + " of " + total, () -> {
                slow.completeNextWrite();
                return slow.events().size() == total;
            });
            for (Future<?> sender : senders) {
                sender.get(30, TimeUnit.SECONDS);
            }

            Await.until(
                    "all have all", () -> fast.stream().allMatch(c -> c.events().size() == total));
            assertWholeLog(fast.get(0).events(), eventsEach);
            fast.forEach(connection -> assertSame(fast.get(0), connection));
            assertSame(fast.get(0), slow);
            assertPrefix(fast.get(0), closing);
            for (InMemoryConnection connection : List.of(fast.get(0), slow, closing)) {
                assertTrue(connection.mostWritesInFlight() <= 1, "two writes met on one connection");
            }
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void one_of_several_threads_adds_a_connection_and_the_others_are_told_that_it_is_there(
            @ForAll @IntRange(min = 2, max = SENDERS) int threads) throws Exception {
        try (WebSocketManager manager = new WebSocketManager()) {
            InMemoryConnection connection = InMemoryConnection.open(USER);
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Boolean>> added = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                added.add(THREADS.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return manager.addConnection(connection);
                }));
            }
            int count = 0;
            for (Future<Boolean> answer : added) {
                count += answer.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertEquals(1, count);
            assertEquals(1, manager.getConnectionCount());
            assertEquals(1, connection.received().size());
        }
    }

    private static List<Future<?>> startSenders(WebSocketManager manager, int eventsEach, CountDownLatch sent) {
        CyclicBarrier start = new CyclicBarrier(SENDERS);
        List<Future<?>> futures = new ArrayList<>();
        for (int s = 0; s < SENDERS; s++) {
            RunId run = RunId.of("run-" + s);
            futures.add(THREADS.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                for (int i = 0; i < eventsEach; i++) {
                    var unused = manager.sendAgentThinking(USER, String.valueOf(i), run);
                    sent.countDown();
                }
                return null;
            }));
        }
        return futures;
    }

    private static void close(WebSocketManager manager, InMemoryConnection connection, int way) {
        switch (way) {
            case 0 -> manager.removeConnection(connection.id());
            case 1 -> {
                var unused = connection.close(CloseReason.GOING_AWAY);
            }
            default -> connection.failWrites(new IOException("connection reset"));
        }
    }

    private static void assertWholeLog(List<ReceivedFrame> log, int eventsEach) {
        assertEquals(
                LongStream.rangeClosed(1, (long) SENDERS * eventsEach).boxed().toList(),
                log.stream().map(frame -> frame.seq().orElseThrow()).toList());
        Map<String, List<String>> thoughtsByRun = new HashMap<>();
        log.forEach(frame -> thoughtsByRun
                .computeIfAbsent(frame.field("run_id").orElseThrow(), run -> new ArrayList<>())
                .add(String.valueOf(frame.data().get("thought"))));
        List<String> expected =
                IntStream.range(0, eventsEach).mapToObj(String::valueOf).toList();
        assertEquals(SENDERS, thoughtsByRun.size());
        thoughtsByRun.forEach((run, thoughts) -> assertEquals(expected, thoughts, run));
    }

    private static void assertSame(InMemoryConnection expected, InMemoryConnection seen) {
        assertEquals(texts(expected), texts(seen));
    }

    private static void assertPrefix(InMemoryConnection whole, InMemoryConnection part) {
        List<String> seen = texts(part);
        assertEquals(texts(whole).subList(0, seen.size()), seen);
    }

    private static List<String> texts(InMemoryConnection connection) {
        return connection.events().stream().map(ReceivedFrame::text).toList();
    }
}
