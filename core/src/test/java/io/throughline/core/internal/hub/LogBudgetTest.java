// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.log.LogBounds;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who gives up events when all logs together hold too many. */
class LogBudgetTest {
    private static final UserId BOB = UserId.of("bob");
    private static final UserId CAROL = UserId.of("carol");
    private static final int BUDGET = 4_000;

    private final TestHub hub = new TestHub(
            new LogSettings(new LogBounds(1_000, 1_000_000, Duration.ofDays(1), 10), BUDGET, Duration.ofDays(1), null),
            Duration.ofDays(1));

    private void send(UserId user, String type, int times) {
        for (int i = 0; i < times; i++) {
            hub.wait(Duration.ofSeconds(1));
            assertTrue(hub.send(user, type, "r").isAccepted());
            assertTrue(hub.core.logBytes() <= BUDGET, () -> hub.core.logBytes() + " bytes");
        }
    }

    private String first(UserId user) {
        InMemoryConnection connection = InMemoryConnection.open(user);
        hub.connect(connection, "earliest");
        hub.core.find(connection.id()).orElseThrow().detach();
        return connection.events().isEmpty()
                ? "nothing"
                : connection.events().get(0).type();
    }

    @Test
    void idle_users_give_up_before_others_however_long_these_did_nothing() {
        send(CAROL, "agent_started", 2);
        send(BOB, "agent_completed", 1);
        send(TestHub.ALICE, "agent_thinking", 30);
        assertEquals(2, hub.core.logCount(), "bob is forgotten");
        assertEquals(1, hub.core.counters().value(Counter.LOGS_FREED));
    }

    @Test
    void the_least_recently_active_give_up_first_and_the_last_events_of_all_in_the_end() {
        hub.connect(InMemoryConnection.open(BOB), null);
        hub.connect(InMemoryConnection.open(CAROL), null);
        send(BOB, "agent_started", 5);
        send(CAROL, "agent_started", 5);
        send(BOB, "agent_started", 1);
        int fit = (int) (BUDGET * hub.core.logEntries() / hub.core.logBytes());
        send(TestHub.ALICE, "agent_started", fit - 6);
        assertEquals("nothing", first(CAROL));
        assertEquals("agent_started", first(BOB));
        send(TestHub.ALICE, "agent_started", 30);
        assertEquals("nothing", first(BOB));
        assertEquals("agent_started", first(TestHub.ALICE));
        assertEquals(3, hub.core.logCount(), "who has a connection or an open run is not forgotten");
    }

    @Test
    void what_logs_hold_is_counted_until_they_are_freed() {
        send(BOB, "agent_completed", 1);
        send(TestHub.ALICE, "agent_thinking", 2);
        assertEquals(3, hub.core.logEntries());
        hub.pass(Duration.ofDays(1));
        assertEquals(1, hub.core.logCount());
        assertEquals(0, hub.core.logEntries(), "progress of the open run was a day old");
        assertEquals(0, hub.core.logBytes());
        send(TestHub.ALICE, "agent_completed", 1);
        hub.core.close();
        assertEquals(0, hub.core.logBytes());
    }
}
