// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    private List<String> types() {
        return connection.received().stream().map(ReceivedFrame::type).toList();
    }

    @Test
    void a_silent_connection_gets_heartbeats_and_a_busy_one_none() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        hub.pass(Duration.ofSeconds(9));
        assertEquals(List.of("hello"), types());
        hub.pass(Duration.ofSeconds(1));
        assertEquals(List.of("hello", "heartbeat"), types());
        hub.pass(Duration.ofSeconds(9));
        hub.think("r1");
        hub.pass(Duration.ofSeconds(9));
        assertEquals(List.of("hello", "heartbeat", "agent_thinking"), types());
        hub.pass(Duration.ofSeconds(10));
        assertEquals("heartbeat", types().get(3));
    }

    @Test
    void a_clock_that_is_set_back_silences_no_heartbeat() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        hub.pass(Duration.ofHours(-1));
        assertEquals(List.of("hello", "heartbeat"), types());
        hub.pass(Duration.ofSeconds(9));
        assertEquals(2, types().size());
    }

    @Test
    void a_connection_that_has_more_to_get_needs_no_heartbeat() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        connection.pause();
        hub.think("r1");
        for (int i = 0; i < 2; i++) {
            hub.pass(Duration.ofSeconds(10));
        }
        hub.think("r1");
        connection.resume();
        assertEquals(List.of("hello", "agent_thinking", "agent_thinking"), types());
        hub.pass(Duration.ofSeconds(10));
        assertEquals("heartbeat", types().get(3));
    }

    @Test
    void a_log_is_freed_when_its_user_is_away_for_long_enough() {
        TestHub hub = new TestHub();
        hub.send("agent_completed", "r1");
        hub.pass(Duration.ofSeconds(59));
        assertEquals(1, hub.core.logCount());
        hub.pass(Duration.ofSeconds(1));
        assertEquals(0, hub.core.logCount());
        assertFalse(hub.isTicking());
    }

    @Test
    void a_log_with_an_open_run_or_a_connection_stays() {
        TestHub hub = new TestHub();
        hub.think("r1");
        hub.pass(Duration.ofHours(1));
        assertEquals(1, hub.core.logCount());
        hub.connect(connection, null);
        hub.send("agent_completed", "r1");
        hub.pass(Duration.ofHours(1));
        assertEquals(1, hub.core.logCount());
        hub.core.find(connection.id()).orElseThrow().detach();
        assertTrue(hub.isTicking());
        hub.pass(Duration.ofHours(1));
        assertEquals(0, hub.core.logCount());
        assertFalse(hub.isTicking());
    }

    @Test
    void with_no_retention_a_log_is_freed_at_once() {
        TestHub hub = new TestHub(10, Duration.ZERO);
        hub.send("agent_completed", "r1");
        assertEquals(0, hub.core.logCount());
        hub.connect(connection, null);
        hub.send("agent_completed", "r2");
        assertEquals(1, hub.core.logCount());
        hub.core.disconnect(TestHub.ALICE);
        assertEquals(0, hub.core.logCount());
    }

    @Test
    void a_closed_hub_ticks_no_more() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        hub.core.close();
        assertFalse(hub.isTicking());
    }
}
