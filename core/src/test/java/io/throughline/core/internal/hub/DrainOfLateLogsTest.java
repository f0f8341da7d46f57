// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.CloseReason;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Draining, while logs answer late, fail, or are free to go. */
class DrainOfLateLogsTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final DrainSettings HOW = new DrainSettings(
            Duration.ofSeconds(8),
            Duration.ofSeconds(2),
            100,
            TICK,
            Duration.ofSeconds(1),
            Duration.ofSeconds(9),
            Duration.ofSeconds(3));

    private final LateLogs logs = new LateLogs();
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    private TestHub hub(Duration retention) {
        return new TestHub(logs.settings(retention), Duration.ofSeconds(10));
    }

    private static CompletableFuture<SendResult> start(TestHub hub) {
        AgentEvent event = AgentEvent.builder(EventType.AGENT_STARTED)
                .runId(RunId.of("r"))
                .put("agent_name", "a")
                .build();
        return hub.core.send(TestHub.ALICE, event).toCompletableFuture();
    }

    @Test
    void a_run_whose_beginning_is_on_its_way_is_waited_for_and_ended() {
        TestHub hub = hub(Duration.ofMinutes(1));
        logs.ready.complete(null);
        hub.connect(connection, null);
        CompletableFuture<SendResult> sent = start(hub);
        CompletableFuture<DrainOutcome> drained = hub.core.drain(HOW).toCompletableFuture();
        hub.pass(TICK);
        hub.pass(Duration.ofSeconds(4));
        logs.letAll();
        assertTrue(sent.join().isAccepted());
        hub.pass(Duration.ofSeconds(5));
        logs.letAll();
        hub.pass(TICK);
        hub.pass(Duration.ofSeconds(2));
        assertEquals(
                List.of("agent_started", "agent_failed"),
                connection.events().stream().map(ReceivedFrame::type).toList());
        assertEquals(Optional.of(CloseReason.RESTART), connection.closeReason());
        assertEquals(0, hub.core.openRunCount());
        assertEquals(1, drained.join().runsCut());
    }

    @Test
    void a_log_that_does_not_know_its_head_holds_nobody_up_for_ever() {
        TestHub hub = hub(Duration.ofMinutes(1));
        logs.ready.complete(null);
        hub.connect(connection, null);
        logs.isHeadUnknown = true;
        CompletableFuture<DrainOutcome> drained = hub.core.drain(HOW).toCompletableFuture();
        hub.pass(TICK);
        assertFalse(drained.isDone());
        hub.pass(Duration.ofSeconds(3));
        assertTrue(drained.isDone());
        assertEquals(Optional.of(CloseReason.RESTART), connection.closeReason());
    }

    @Test
    void a_user_who_was_sent_away_stays_away_though_nothing_keeps_the_log() {
        TestHub hub = hub(Duration.ZERO);
        logs.isLate = false;
        logs.ready.complete(null);
        InMemoryConnection bob = InMemoryConnection.open(UserId.of("bob"));
        hub.connect(connection, null);
        hub.connect(bob, null);
        hub.send(bob.userId(), "agent_started", "b");
        CompletableFuture<DrainOutcome> drained = hub.core.drain(HOW).toCompletableFuture();
        hub.pass(TICK);
        assertEquals(Optional.of(CloseReason.RESTART), connection.closeReason());
        assertEquals(ErrorIds.DRAINING, start(hub).join().refusal().orElseThrow());
        assertFalse(drained.isDone());
        hub.pass(Duration.ofSeconds(11));
        assertTrue(drained.isDone());
        for (int user = 0; user < 10; user++) {
            UserId someone = UserId.of("user" + user);
            assertEquals(
                    ErrorIds.DRAINING,
                    hub.send(someone, "agent_started", "r").refusal().orElseThrow());
        }
        hub.pass(Duration.ofSeconds(5));
        assertTrue(hub.core.logCount() <= 2, "those who are refused afterwards are forgotten");
    }
}
