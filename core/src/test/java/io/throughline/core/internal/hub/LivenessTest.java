// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Heartbeats and pongs are due after 10 seconds here, writes after 30. */
class LivenessTest {
    private final List<String> ended = new ArrayList<>();
    private final TestHub hub = new TestHub(100, Duration.ofMinutes(1), new DeliveryListener() {
        @Override
        public void onConnectionRemoved(ConnectionInfo removed, @Nullable CloseReason reason) {
            ended.add(String.valueOf(reason));
        }
    });

    private final InMemoryConnection inner = InMemoryConnection.open(TestHub.ALICE);
    private final List<CompletableFuture<Boolean>> pings = new ArrayList<>();
    private @Nullable Boolean answer = true;

    /** A connection whose pings the test sees. */
    private final class Pinging implements WebSocketConnection {
        @Override
        public ConnectionId id() {
            return inner.id();
        }

        @Override
        public UserId userId() {
            return inner.userId();
        }

        @Override
        public Object webSocket() {
            return inner.webSocket();
        }

        @Override
        public boolean isOpen() {
            return inner.isOpen();
        }

        @Override
        public CompletionStage<@Nullable Void> send(MessageBatch batch) {
            return inner.send(batch);
        }

        @Override
        public CompletionStage<Boolean> ping() {
            CompletableFuture<Boolean> ping = new CompletableFuture<>();
            pings.add(ping);
            if (answer != null) {
                ping.complete(answer);
            }
            return ping;
        }

        @Override
        public CompletionStage<@Nullable Void> close(CloseReason reason) {
            return inner.close(reason);
        }
    }

    private ClientChannel connect() {
        return Objects.requireNonNull(hub.core.attach(new Pinging(), ConnectOptions.live()));
    }

    private void passSeconds(int... seconds) {
        for (int each : seconds) {
            hub.pass(Duration.ofSeconds(each));
        }
    }

    private long counted(String counter) {
        return hub.core.counters().snapshot().get(counter);
    }

    @Test
    void a_client_that_answers_no_ping_is_closed_and_forgotten() {
        connect();
        passSeconds(9);
        assertEquals(0, pings.size());
        passSeconds(1);
        assertEquals(1, pings.size());
        passSeconds(1, 9);
        assertTrue(inner.isOpen());
        passSeconds(1);
        assertEquals(Optional.of(CloseReason.SILENT), inner.closeReason());
        assertEquals(0, hub.core.connectionCount());
        assertEquals(1, pings.size());
        assertEquals(List.of(1L, 1L), List.of(counted("pings_sent"), counted("connections_timed_out")));
        assertEquals(List.of(CloseReason.SILENT.toString()), ended);
    }

    @Test
    void a_client_that_answers_stays_for_ever() {
        ClientChannel channel = connect();
        for (int i = 0; i < 50; i++) {
            passSeconds(10, 2);
            channel.onActivity();
            passSeconds(2);
        }
        assertTrue(inner.isOpen());
        assertTrue(pings.size() >= 25, pings.size() + " pings");
    }

    @Test
    void whatever_comes_is_an_answer_and_who_speaks_is_not_asked() {
        ClientChannel channel = connect();
        for (int i = 0; i < 20; i++) {
            passSeconds(5);
            channel.onText("{\"type\":\"ack\",\"seq\":0}");
        }
        assertEquals(0, pings.size());
    }

    @Test
    void a_transport_that_cannot_ping_keeps_its_clients() {
        answer = false;
        connect();
        passSeconds(10, 60, 60, 60);
        assertTrue(inner.isOpen());
        assertEquals(4, pings.size());
        assertEquals(0, counted("pings_sent"));
    }

    @Test
    void the_time_begins_when_the_ping_is_on_its_way() {
        answer = null;
        connect();
        passSeconds(10, 60, 60);
        assertEquals(1, pings.size(), "the first one is still being sent");
        pings.get(0).complete(true);
        passSeconds(1, 9);
        assertTrue(inner.isOpen());
        passSeconds(1);
        assertFalse(inner.isOpen());
    }

    @Test
    void a_ping_that_fails_is_sent_again() {
        answer = null;
        connect();
        passSeconds(10);
        pings.get(0).completeExceptionally(new IllegalStateException("a sample"));
        passSeconds(1);
        assertEquals(2, pings.size());
        assertTrue(inner.isOpen());
    }

    @Test
    void an_answer_that_overtakes_the_news_of_its_ping_counts() {
        answer = null;
        ClientChannel channel = connect();
        passSeconds(10);
        channel.onActivity();
        pings.get(0).complete(true);
        passSeconds(5, 5, 10);
        assertTrue(inner.isOpen());
        assertEquals(2, pings.size());
    }

    @Test
    void a_clock_that_jumps_ahead_finds_nobody_guilty() {
        ClientChannel channel = connect();
        hub.pass(Duration.ofHours(5));
        assertTrue(inner.isOpen());
        channel.onActivity();
        passSeconds(1, 9);
        assertTrue(inner.isOpen());
    }

    @Test
    void a_client_is_not_silent_while_its_message_is_handled() {
        ClientChannel channel = connect();
        hub.core.handle("ask", message -> passSeconds(10, 10, 60, 60));
        channel.onText("{\"type\":\"ask\"}");
        assertTrue(inner.isOpen());
        assertEquals(0, pings.size());
    }

    @Test
    void a_write_that_never_completes_ends_its_connection() {
        connect();
        inner.pause();
        hub.think("r1");
        passSeconds(5, 29);
        assertTrue(inner.isOpen());
        passSeconds(1);
        assertEquals(Optional.of(CloseReason.STALLED), inner.closeReason());
        assertEquals(0, hub.core.connectionCount());
        assertEquals(1, counted("writes_timed_out"));
        assertEquals(0, counted("writes_failed"));
        assertEquals(List.of(CloseReason.STALLED.toString()), ended);
        assertEquals(0, pings.size(), "nothing is sent into a write");
    }

    @Test
    void writes_that_follow_one_another_are_not_one_write() {
        connect();
        inner.pause();
        hub.think("r1");
        for (int i = 0; i < 10; i++) {
            passSeconds(20);
            hub.think("r1");
            assertTrue(inner.completeNextWrite());
        }
        assertTrue(inner.isOpen());
    }

    @Test
    void a_clock_that_is_set_back_begins_the_time_anew() {
        connect();
        inner.pause();
        hub.think("r1");
        passSeconds(1);
        hub.pass(Duration.ofHours(-1));
        passSeconds(29);
        assertTrue(inner.isOpen());
        passSeconds(1);
        assertFalse(inner.isOpen());
    }
}
