// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.throughline.api.ConnectionInfo;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachmentTest {
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    @Test
    void listeners_are_told_of_a_connection_that_breaks_at_once_in_order() {
        List<String> told = new ArrayList<>();
        TestHub hub = new TestHub(10, Duration.ofMinutes(1), new DeliveryListener() {
            @Override
            public void onConnectionAdded(ConnectionInfo added) {
                told.add("added " + added.connectionId());
            }

            @Override
            public void onConnectionRemoved(ConnectionInfo removed) {
                told.add("removed " + removed.connectionId());
            }
        });
        connection.failWrites(new IOException("gone before the greeting"));
        hub.connect(connection, null);
        assertEquals(List.of("added " + connection.id(), "removed " + connection.id()), told);
    }

    @Test
    void a_connection_of_one_user_is_refused_as_anothers() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        InMemoryConnection bobs = InMemoryConnection.builder(UserId.of("bob"))
                .id(connection.id())
                .webSocket(connection.webSocket())
                .build();
        assertThrows(InvalidArgumentException.class, () -> hub.core.attach(bobs, ConnectOptions.live()));
        assertEquals(1, hub.core.connectionCount());
    }

    @Test
    void a_connection_that_comes_back_waits_for_its_last_write_and_is_then_greeted_first() {
        TestHub hub = new TestHub();
        hub.connect(connection, null);
        connection.pause();
        hub.think("r1");
        hub.core.find(connection.id()).orElseThrow().detach();
        hub.connect(connection, null).onText("nonsense");
        hub.think("r1");
        assertEquals(1, connection.mostWritesInFlight());
        connection.resume();
        assertEquals(1, connection.mostWritesInFlight());
        assertEquals(
                List.of("hello", "agent_thinking", "hello", "error", "agent_thinking"),
                connection.received().stream().map(ReceivedFrame::type).toList());
    }
}
