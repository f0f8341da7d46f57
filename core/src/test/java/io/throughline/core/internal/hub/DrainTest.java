// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.Admission;
import io.throughline.api.spi.ClientChannel;
import io.throughline.core.internal.count.Counter;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(8);
    private static final Duration ACK_LIMIT = Duration.ofSeconds(2);

    private final TestHub hub = new TestHub();
    private final InMemoryConnection alice = InMemoryConnection.open(TestHub.ALICE);
    private final InMemoryConnection bob = InMemoryConnection.open(UserId.of("bob"));

    private static DrainSettings settings(int batch) {
        return new DrainSettings(
                RUN_LIMIT, ACK_LIMIT, batch, TICK, Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(3));
    }

    private CompletableFuture<DrainOutcome> drain() {
        return hub.core.drain(settings(100)).toCompletableFuture();
    }

    private static List<String> types(InMemoryConnection connection) {
        return connection.received().stream().map(ReceivedFrame::type).toList();
    }

    private static void ack(ClientChannel channel, long seq) {
        channel.onText("{\"type\":\"ack\",\"seq\":" + seq + "}");
    }

    @Test
    void an_idle_hub_is_drained_at_once() {
        CompletableFuture<DrainOutcome> done = drain();
        assertFalse(done.isDone());
        hub.pass(TICK);
        assertEquals(new DrainOutcome(0, 0, 0, 0, 0, true, TICK), done.join());
        assertFalse(hub.isTicking());
    }

    @Test
    void whoever_has_nothing_to_wait_for_is_told_and_closed() {
        hub.connect(alice, null);
        hub.connect(bob, null);
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        assertEquals(List.of("hello", "drain"), types(alice));
        assertEquals(Optional.of(CloseReason.RESTART), alice.closeReason());
        assertEquals(Optional.of(CloseReason.RESTART), bob.closeReason());
        assertEquals(new DrainOutcome(2, 2, 2, 0, 0, true, TICK), done.join());
        assertEquals(0, hub.core.connectionCount());
    }

    @Test
    void nobody_is_let_in_any_more() {
        CompletableFuture<DrainOutcome> done = drain();
        Admission admission = hub.core.admit(0);
        assertEquals(Optional.of(ErrorIds.DRAINING), admission.errorId());
        assertEquals(503, admission.httpStatus());
        assertEquals(3, admission.retryAfterSeconds());
        assertEquals(CloseReason.RESTART, admission.closeReason());
        ConnectionRefusedException refused =
                assertThrows(ConnectionRefusedException.class, () -> hub.connect(alice, null));
        assertEquals(CloseReason.RESTART, refused.closeReason());
        assertEquals(2, hub.core.counters().value(Counter.CONNECTIONS_REFUSED_DRAINING));
        hub.pass(TICK);
        assertTrue(done.isDone());
        assertThrows(ConnectionRefusedException.class, () -> hub.connect(alice, null), "not after it either");
    }

    @Test
    void a_user_waits_for_its_own_runs_and_for_nobody_elses() {
        ClientChannel channel = hub.connect(alice, null);
        hub.connect(bob, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        assertEquals(Optional.of(CloseReason.RESTART), bob.closeReason());
        assertEquals(List.of("hello", "agent_thinking", "drain"), types(alice));

        hub.pass(RUN_LIMIT.minus(TICK.multipliedBy(2)));
        assertTrue(alice.isOpen());
        hub.send("agent_completed", "r1");
        ack(channel, 1);
        hub.pass(TICK.dividedBy(2));
        assertTrue(alice.isOpen(), "the last event is not acknowledged");
        ack(channel, 2);
        hub.pass(TICK.dividedBy(2));
        assertEquals(Optional.of(CloseReason.RESTART), alice.closeReason());
        DrainOutcome outcome = done.join();
        assertEquals(2, outcome.connectionsAcknowledged());
        assertEquals(1, outcome.runsEnded());
        assertEquals(0, outcome.runsCut());
    }

    @Test
    void runs_that_go_on_for_too_long_fail_and_that_is_delivered_before_the_end() {
        ClientChannel channel = hub.connect(alice, null);
        hub.think("r1");
        hub.think("r2");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(RUN_LIMIT);
        assertEquals(
                List.of("hello", "agent_thinking", "agent_thinking", "drain", "agent_failed", "agent_failed"),
                types(alice));
        assertEquals(
                "server_restart", ((Map<?, ?>) alice.received().get(4).data().get("error")).get("code"));
        assertTrue(alice.isOpen());
        ack(channel, 4);
        hub.pass(TICK);
        assertEquals(new DrainOutcome(1, 1, 1, 0, 2, true, RUN_LIMIT.plus(TICK)), done.join());
        assertEquals(2, hub.core.counters().value(Counter.RUNS_CUT));
        assertEquals(
                Optional.of(ErrorIds.DRAINING),
                hub.send("agent_completed", "r1").refusal());
    }

    @Test
    void a_run_that_begins_while_draining_has_the_time_that_is_left() {
        ClientChannel channel = hub.connect(alice, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        assertTrue(hub.send("agent_started", "r2").isAccepted());
        hub.send("agent_completed", "r1");
        hub.pass(TICK);
        assertTrue(alice.isOpen());
        hub.send("agent_completed", "r2");
        ack(channel, 4);
        hub.pass(TICK);
        assertEquals(2, done.join().runsEnded());
    }

    @Test
    void after_the_limit_no_run_begins_and_those_who_never_rest_hold_up_nobody() {
        hub.connect(alice, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(RUN_LIMIT);
        assertTrue(alice.isOpen(), "the end of its run is not acknowledged");
        assertEquals(
                Optional.of(ErrorIds.DRAINING), hub.send("agent_started", "r2").refusal());
        assertEquals(
                Optional.of(ErrorIds.DRAINING), hub.send("agent_thinking", "r3").refusal());
        assertEquals(
                Optional.of(ErrorIds.RUN_ENDED),
                hub.send("agent_thinking", "r1").refusal());
        for (int i = 0; i < 20; i++) {
            hub.pass(TICK);
            hub.send("message", "r4");
        }
        assertEquals(Optional.of(CloseReason.RESTART), alice.closeReason());
        assertEquals(1, done.join().runsCut());
    }

    @Test
    void a_client_that_acknowledges_nothing_is_waited_for_up_to_the_limit() {
        hub.connect(alice, null);
        hub.think("r1");
        hub.send("agent_completed", "r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        hub.pass(ACK_LIMIT.minusMillis(1));
        assertTrue(alice.isOpen());
        hub.pass(Duration.ofMillis(1));
        assertEquals(Optional.of(CloseReason.RESTART), alice.closeReason());
        assertEquals(new DrainOutcome(1, 1, 0, 0, 0, true, TICK.plus(ACK_LIMIT)), done.join());
    }

    @Test
    void a_client_that_resumed_with_all_there_is_has_nothing_to_acknowledge() {
        hub.send("agent_completed", "r1");
        String epoch = hub.think("r2").epoch();
        hub.send("agent_completed", "r2");
        hub.connect(alice, epoch + ":3");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        assertEquals(1, done.join().connectionsAcknowledged());
    }

    @Test
    void a_client_that_does_not_read_is_not_waited_for_for_ever() {
        hub.connect(alice, null);
        alice.pause();
        hub.think("r1");
        hub.send("agent_completed", "r1");
        CompletableFuture<DrainOutcome> done = drain();
        for (Duration passed = Duration.ZERO; passed.compareTo(ACK_LIMIT) <= 0; passed = passed.plus(TICK)) {
            hub.pass(TICK);
        }
        assertEquals(Optional.of(CloseReason.RESTART), alice.closeReason());
        assertEquals(0, done.join().connectionsAcknowledged());
    }

    @Test
    void what_nobody_would_get_is_refused() {
        hub.connect(alice, null);
        CompletableFuture<DrainOutcome> done = drain();
        assertTrue(hub.send("agent_started", "r1").isAccepted(), "the client is still there");
        hub.send("agent_completed", "r1");
        hub.pass(ACK_LIMIT);
        hub.pass(ACK_LIMIT);
        assertTrue(done.isDone());
        SendResult late = hub.send("agent_started", "r2");
        assertEquals(Optional.of(ErrorIds.DRAINING), late.refusal());
        hub.pass(Duration.ofMinutes(10));
        assertEquals(
                Optional.of(ErrorIds.DRAINING), hub.send("agent_started", "r3").refusal(), "nor in a new log");
    }

    @Test
    void clients_are_told_and_closed_in_batches_with_jitter() {
        List<InMemoryConnection> all = new ArrayList<>();
        for (int i = 0; i < 95; i++) {
            InMemoryConnection connection = InMemoryConnection.open(UserId.of("user-" + i));
            hub.connect(connection, null);
            all.add(connection);
        }
        CompletableFuture<DrainOutcome> done = hub.core.drain(settings(10)).toCompletableFuture();
        int gone = 0;
        for (int tick = 1; tick <= 10; tick++) {
            hub.pass(TICK);
            long told = all.stream().filter(one -> types(one).contains("drain")).count();
            int left = (int) all.stream().filter(one -> !one.isOpen()).count();
            assertEquals(Math.min(95, 10 * tick), told);
            assertTrue(left - gone <= 10, "closed " + (left - gone) + " at once");
            gone = left;
        }
        assertEquals(95, done.join().connectionsClosed());
        long[] times = all.stream()
                .mapToLong(one -> ((Number) one.received().get(1).fields().get("reconnect_after_ms")).longValue())
                .toArray();
        IntStream.range(0, times.length).forEach(i -> assertTrue(times[i] >= 1_000 && times[i] <= 10_000));
        assertTrue(Arrays.stream(times).distinct().count() > 50, "they do not come back at once");
    }

    @Test
    void all_connections_of_a_user_go_together() {
        List<InMemoryConnection> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
            hub.connect(connection, null);
            all.add(connection);
        }
        CompletableFuture<DrainOutcome> done = hub.core.drain(settings(2)).toCompletableFuture();
        hub.pass(TICK);
        hub.pass(TICK);
        assertEquals(5, all.stream().filter(InMemoryConnection::isOpen).count());
        hub.pass(TICK);
        assertEquals(0, all.stream().filter(InMemoryConnection::isOpen).count());
        assertEquals(5, done.join().connectionsTold());
    }

    @Test
    void draining_again_is_the_same() {
        hub.connect(alice, null);
        CompletableFuture<DrainOutcome> first = drain();
        CompletableFuture<DrainOutcome> second = drain();
        hub.pass(TICK);
        assertSame(first.join(), second.join());
        assertSame(first.join(), drain().join());
    }

    @Test
    void closing_the_hub_ends_it() {
        hub.connect(alice, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        hub.core.close();
        assertEquals(Optional.of(CloseReason.GOING_AWAY), alice.closeReason());
        assertFalse(done.join().isComplete());
        assertFalse(hub.isTicking());
        assertFalse(drain().join().isComplete(), "what was begun can still be asked for");
        TestHub closed = new TestHub();
        closed.core.close();
        assertThrows(ClosedException.class, () -> closed.core.drain(settings(1)));
    }

    @Test
    void clients_that_leave_meanwhile_hold_up_nothing() {
        ClientChannel channel = hub.connect(alice, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(TICK);
        channel.onClosed();
        hub.pass(TICK);
        assertFalse(done.isDone(), "the run has its time, its work may matter");
        hub.send("agent_completed", "r1");
        hub.pass(TICK);
        DrainOutcome outcome = done.join();
        assertEquals(0, outcome.connectionsClosed());
        assertEquals(1, outcome.runsEnded());
    }

    @Test
    void a_clock_that_is_set_back_prolongs_nothing() {
        hub.connect(alice, null);
        hub.think("r1");
        CompletableFuture<DrainOutcome> done = drain();
        hub.pass(Duration.ofHours(-1));
        hub.pass(RUN_LIMIT);
        hub.pass(ACK_LIMIT);
        hub.pass(ACK_LIMIT);
        assertEquals(1, done.join().runsCut());
    }
}
