// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.MessageBatch;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailingConnectionTest {
    private final InMemoryConnection before = InMemoryConnection.open(TestHub.ALICE);
    private final InMemoryConnection behind = InMemoryConnection.open(TestHub.ALICE);
    private final InMemoryConnection after = InMemoryConnection.open(TestHub.ALICE);
    private boolean broken;

    /** A transport in which a class is missing. */
    private final class Broken implements WebSocketConnection {
        @Override
        public ConnectionId id() {
            return behind.id();
        }

        @Override
        public UserId userId() {
            return behind.userId();
        }

        @Override
        public Object webSocket() {
            return behind.webSocket();
        }

        @Override
        public boolean isOpen() {
            return behind.isOpen();
        }

        @Override
        public CompletionStage<@Nullable Void> send(MessageBatch batch) {
            if (broken) {
                throw new NoClassDefFoundError("a.part.of.the.Transport");
            }
            return behind.send(batch);
        }

        @Override
        public CompletionStage<@Nullable Void> close(CloseReason reason) {
            return behind.close(reason);
        }
    }

    private void connectAll(TestHub hub) {
        hub.connect(before, null);
        hub.core.attach(new Broken(), ConnectOptions.live());
        hub.connect(after, null);
        broken = true;
    }

    @Test
    void an_error_in_a_transport_reaches_neither_the_sender_nor_other_connections() {
        TestHub hub = new TestHub();
        connectAll(hub);
        assertTrue(hub.send("agent_thinking", "r1").isAccepted());
        assertEquals(1, before.events().size());
        assertEquals(1, after.events().size());
        assertEquals(Optional.of(CloseReason.INTERNAL), behind.closeReason());
        assertEquals(2, hub.core.connectionCount());
    }

    @Test
    void an_error_in_a_transport_does_not_stop_the_heartbeats_of_others() {
        TestHub hub = new TestHub();
        connectAll(hub);
        hub.pass(Duration.ofSeconds(10));
        assertEquals("heartbeat", after.received().get(1).type());
        assertEquals("heartbeat", before.received().get(1).type());
        assertEquals(2, hub.core.connectionCount());
    }

    @Test
    void an_error_in_a_listener_harms_nobody() {
        TestHub hub = new TestHub(10, Duration.ofMinutes(1), new DeliveryListener() {
            @Override
            public void onEvent(UserId userId, AgentEvent event, SendResult result) {
                throw new AssertionError("a listener with an assertion");
            }
        });
        hub.connect(before, null);
        assertTrue(hub.send("agent_thinking", "r1").isAccepted());
        assertEquals(1, before.events().size());
    }
}
