// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.testkit.InMemoryConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubStatisticsTest {
    private static final UserId ALICE = UserId.of("alice");

    @Test
    void aSnapshotTellsWhatWasSentReceivedAndRefused() {
        try (Hub hub = Hub.create()) {
            InMemoryConnection connection = InMemoryConnection.open(ALICE);
            ClientChannel channel = hub.connect(connection, ConnectOptions.live());
            RunId run = RunId.random();
            hub.manager().sendAgentStarted(ALICE, "agent", run);
            hub.manager().sendAgentCompleted(ALICE, Map.of(), run);
            hub.manager().sendAgentThinking(ALICE, "too late", run);
            channel.onText("nonsense");
            channel.onClosed();

            HubStatistics statistics = hub.statistics();
            assertEquals(2, statistics.counter("events_accepted"));
            assertEquals(1, statistics.counter("events_refused"));
            assertEquals(1, statistics.counter("connections_opened"));
            assertEquals(1, statistics.counter("connections_closed"));
            assertEquals(4, statistics.counter("frames_sent"), "hello, two events, an error");
            assertEquals(1, statistics.counter("messages_received"));
            assertEquals(1, statistics.counter("invalid_messages_received"));
            assertEquals(0, statistics.connections());
            assertEquals(1, statistics.logs());
            assertEquals(2, statistics.logEntries());
            assertTrue(statistics.logBytes() > 200, () -> statistics.logBytes() + " bytes");
        }
    }

    @Test
    void whatLogsGaveUpIsCounted() {
        try (Hub hub = Hub.builder().logMaxEntries(2).build()) {
            RunId run = RunId.random();
            for (int i = 0; i < 5; i++) {
                hub.manager().sendAgentStarted(ALICE, "agent", run);
            }
            InMemoryConnection connection = InMemoryConnection.open(ALICE);
            hub.connect(connection, ConnectOptions.builder().cursor("earliest").build());
            assertEquals(3, hub.statistics().counter("events_evicted"));
            assertEquals(3, hub.statistics().counter("lifecycle_events_evicted"));
            assertEquals(2, hub.statistics().logEntries());
            assertEquals(0, hub.statistics().counter("logs_freed"));
        }
    }

    @Test
    void anUnknownCounterIsNamedWithThoseThatThereAre() {
        try (Hub hub = Hub.create()) {
            HubStatistics statistics = hub.statistics();
            String message = assertThrows(InvalidArgumentException.class, () -> statistics.counter("events_acepted"))
                    .getMessage();
            assertTrue(message.contains("events_acepted") && message.contains("events_accepted"), message);
        }
    }
}
