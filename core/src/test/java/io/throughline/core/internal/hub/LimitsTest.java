// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.UserId;
import io.throughline.api.spi.Admission;
import io.throughline.api.spi.ClientChannel;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.hub.LimitSettings.Rate;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Rate ANY = TestHub.NO_LIMITS.inbound();

    private final InMemoryConnection first = InMemoryConnection.open(TestHub.ALICE);

    private static TestHub hub(int connections, int connectionsPerUser) {
        return new TestHub(new LimitSettings(connections, connectionsPerUser, ANY, ANY));
    }

    private static void assertRefused(TestHub hub, String user, ErrorId id, CloseReason reason) {
        InMemoryConnection connection = InMemoryConnection.open(UserId.of(user));
        ConnectionRefusedException refused =
                assertThrows(ConnectionRefusedException.class, () -> hub.connect(connection, null));
        assertEquals(id, refused.errorId());
        assertEquals(reason, refused.closeReason());
        assertEquals(0, connection.received().size());
    }

    private static long count(TestHub hub, Counter counter) {
        return hub.core.counters().snapshot().get(counter.publicName());
    }

    @Test
    void a_user_has_so_many_connections_and_no_more() {
        TestHub hub = hub(100, 2);
        hub.connect(first, null);
        hub.connect(InMemoryConnection.open(TestHub.ALICE), null);
        assertRefused(hub, "alice", ErrorIds.TOO_MANY_CONNECTIONS, CloseReason.TOO_MANY);
        hub.connect(InMemoryConnection.open(UserId.of("bob")), null);
        assertEquals(3, hub.core.connectionCount());
        assertEquals(1, count(hub, Counter.CONNECTIONS_REFUSED_USER));

        hub.core.find(first.id()).orElseThrow().detach();
        hub.connect(InMemoryConnection.open(TestHub.ALICE), null);
        assertRefused(hub, "alice", ErrorIds.TOO_MANY_CONNECTIONS, CloseReason.TOO_MANY);
    }

    @Test
    void a_hub_has_so_many_connections_and_no_more() {
        TestHub hub = hub(2, 100);
        hub.connect(first, null);
        assertTrue(hub.core.admit(0).isGranted());
        hub.connect(InMemoryConnection.open(UserId.of("bob")), null);
        assertRefused(hub, "carol", ErrorIds.HUB_FULL, CloseReason.TRY_AGAIN_LATER);
        Admission admission = hub.core.admit(0);
        assertEquals(Optional.of(ErrorIds.HUB_FULL), admission.errorId());
        assertEquals(503, admission.httpStatus());
        assertEquals(5, admission.retryAfterSeconds());
        assertEquals(2, count(hub, Counter.CONNECTIONS_REFUSED_FULL));

        hub.core.disconnect(TestHub.ALICE);
        assertTrue(hub.core.admit(1).isGranted());
        assertFalse(hub.core.admit(2).isGranted(), "clients that are not attached yet count too");
        hub.connect(InMemoryConnection.open(UserId.of("carol")), null);
    }

    @Test
    void a_connection_that_cannot_be_added_takes_no_place() {
        TestHub hub = hub(2, 100);
        hub.connect(first, null);
        InMemoryConnection sameId =
                InMemoryConnection.builder(TestHub.ALICE).id(first.id()).build();
        for (int i = 0; i < 10; i++) {
            assertThrows(IllegalArgumentException.class, () -> hub.connect(sameId, null));
        }
        InMemoryConnection other = InMemoryConnection.builder(TestHub.ALICE)
                .id(ConnectionId.random())
                .build();
        hub.connect(other, null);
        assertEquals(2, hub.core.connectionCount());
    }

    @Test
    void handshakes_are_let_in_at_a_rate() {
        TestHub hub = new TestHub(new LimitSettings(100, 100, new Rate(1, 2), ANY));
        assertTrue(hub.core.admit(0).isGranted());
        assertTrue(hub.core.admit(0).isGranted());
        Admission refused = hub.core.admit(0);
        assertEquals(Optional.of(ErrorIds.TOO_MANY_HANDSHAKES), refused.errorId());
        assertEquals(CloseReason.TOO_MANY, refused.closeReason());
        assertEquals(429, refused.httpStatus());
        assertEquals(1, refused.retryAfterSeconds());
        assertEquals(1, count(hub, Counter.HANDSHAKES_REFUSED_RATE));
        hub.pass(Duration.ofSeconds(1));
        assertTrue(hub.core.admit(0).isGranted());
    }

    @Test
    void a_client_that_sends_too_fast_is_closed_and_others_go_on() {
        TestHub hub = new TestHub(new LimitSettings(100, 100, ANY, new Rate(1, 3)));
        hub.core.handle("ask", message -> {});
        InMemoryConnection second = InMemoryConnection.open(TestHub.ALICE);
        ClientChannel fast = hub.connect(first, null);
        ClientChannel slow = hub.connect(second, null);
        for (int i = 0; i < 3; i++) {
            fast.onText("{\"type\":\"ask\"}");
        }
        assertTrue(first.isOpen());
        fast.onText("{\"type\":\"ask\"}");
        assertEquals(Optional.of(CloseReason.TOO_MANY), first.closeReason());
        assertEquals(1, count(hub, Counter.CLOSED_TOO_MANY_MESSAGES));
        for (int i = 0; i < 10; i++) {
            slow.onText("{\"type\":\"ask\"}");
            hub.pass(Duration.ofSeconds(1));
        }
        assertTrue(second.isOpen());
    }

    @Test
    void acknowledging_what_was_sent_is_no_flood_and_repeating_it_is() {
        TestHub hub = new TestHub(new LimitSettings(100, 100, ANY, new Rate(1, 3)));
        ClientChannel channel = hub.connect(first, null);
        for (int i = 1; i <= 100; i++) {
            hub.think("r1");
            channel.onText("{\"type\":\"ack\",\"seq\":" + i + "}");
        }
        assertTrue(first.isOpen());
        for (int i = 0; i < 4; i++) {
            channel.onText("{\"type\":\"ack\",\"seq\":100}");
        }
        assertEquals(Optional.of(CloseReason.TOO_MANY), first.closeReason());
    }

    @Test
    void a_message_that_is_too_big_is_counted() {
        TestHub hub = new TestHub();
        hub.connect(first, null).onText("x".repeat(1_001));
        assertEquals(Optional.of(CloseReason.TOO_BIG), first.closeReason());
        assertEquals(1, count(hub, Counter.CLOSED_MESSAGE_TOO_BIG));
    }
}
