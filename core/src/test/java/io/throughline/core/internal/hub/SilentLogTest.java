// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.spi.ClientChannel;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Logs that throw where they are asked a question. */
class SilentLogTest {
    private final LateLogs logs = new LateLogs();
    private final TestHub hub = new TestHub(logs.settings(Duration.ofMinutes(1)), Duration.ofSeconds(10));
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    @Test
    void a_client_is_closed_whose_place_the_log_cannot_tell_when_it_is_ready_at_last() {
        hub.connect(connection, null);
        logs.isHeadUnknown = true;
        logs.ready.complete(null);
        assertEquals(Optional.of(CloseReason.INTERNAL), connection.closeReason());
        assertEquals(0, hub.core.connectionCount());
    }

    @Test
    void a_log_that_does_not_know_its_size_takes_events_all_the_same() {
        logs.isLate = false;
        logs.ready.complete(null);
        ClientChannel channel = hub.connect(connection, null);
        logs.areSizesUnknown = true;
        assertTrue(hub.send("agent_started", "r").isAccepted());
        assertEquals(1, connection.events().size());
        channel.onClosed();
        assertEquals(0, hub.core.connectionCount());
    }
}
