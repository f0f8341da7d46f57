// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ConnectionInfo;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.LogPosition;
import io.throughline.api.Receipt;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private final List<String> acknowledged = new ArrayList<>();
    private final TestHub hub = new TestHub(5, Duration.ofMinutes(1), new DeliveryListener() {
        @Override
        public void onAcknowledged(ConnectionInfo connection, LogPosition position) {
            acknowledged.add(connection.clientId().orElse("-") + " " + position.seq());
        }
    });

    private InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    private ClientChannel attach(@Nullable String clientId, @Nullable String cursor) {
        connection = InMemoryConnection.open(TestHub.ALICE);
        return hub.connect(connection, cursor, clientId);
    }

    private Receipt send() {
        return hub.send("agent_thinking", "r1").receipt();
    }

    private static void ack(ClientChannel channel, long seq) {
        channel.onText("{\"type\":\"ack\",\"seq\":" + seq + "}");
    }

    private static CompletableFuture<Receipt> all(Receipt receipt) {
        return receipt.handledByAll().toCompletableFuture();
    }

    @Test
    void it_counts_the_clients_that_were_attached_and_those_that_handled() {
        ClientChannel one = attach("one", null);
        ClientChannel two = attach(null, null);
        Receipt receipt = send();
        attach("late", null);
        assertTrue(receipt.isTracked());
        assertEquals(2, receipt.attached());
        assertEquals(0, receipt.handled());
        CompletableFuture<Receipt> first = receipt.handledBy(1).toCompletableFuture();
        CompletableFuture<Receipt> all = all(receipt);
        ack(one, 1);
        assertSame(receipt, first.join());
        assertEquals(1, receipt.handled());
        assertFalse(all.isDone());
        assertFalse(receipt.isSettled());
        ack(two, 1);
        assertTrue(all.join().isHandledByAll());
        assertTrue(receipt.isSettled());
        assertEquals(List.of("one 1", "- 1"), acknowledged);
    }

    @Test
    void an_acknowledgement_stands_for_all_before_it_and_one_that_goes_back_changes_nothing() {
        ClientChannel channel = attach("one", null);
        Receipt first = send();
        Receipt second = send();
        Receipt third = send();
        ack(channel, 2);
        ack(channel, 1);
        ack(channel, 2);
        assertEquals(List.of(1, 1, 0), List.of(first.handled(), second.handled(), third.handled()));
        assertEquals(List.of("one 2"), acknowledged);
        assertEquals(3, connection.events().size());
        assertEquals(3L, hub.core.counters().snapshot().get("acks_received"));
    }

    @Test
    void an_acknowledgement_of_what_was_not_sent_or_of_another_epoch_is_refused() {
        ClientChannel channel = attach("one", null);
        connection.pause();
        Receipt receipt = send();
        Receipt unsent = send();
        ack(channel, 2);
        channel.onText("{\"type\":\"ack\",\"seq\":1,\"epoch\":\"another\"}");
        channel.onText("{\"type\":\"ack\",\"seq\":1,\"epoch\":7}");
        connection.resume();
        List<Optional<String>> codes = connection.received().stream()
                .filter(frame -> frame.type().equals("error"))
                .map(frame -> frame.field("code"))
                .toList();
        assertEquals(
                List.of(Optional.of("invalid_ack"), Optional.of("invalid_ack"), Optional.of("invalid_ack")), codes);
        assertEquals(0, receipt.handled() + unsent.handled());
        String epoch = hub.think("r1").epoch();
        channel.onText("{\"type\":\"ack\",\"seq\":1,\"epoch\":\"" + epoch + "\"}");
        assertEquals(1, receipt.handled());
    }

    @Test
    void nobody_there_is_handled_by_nobody() {
        Receipt receipt = send();
        assertEquals(0, receipt.attached());
        assertFalse(receipt.isHandledByAll());
        assertTrue(receipt.isSettled());
        assertFalse(all(receipt).join().isHandledByAll());
        assertThrows(InvalidArgumentException.class, () -> receipt.handledBy(0));
    }

    @Test
    void more_than_were_there_can_never_handle_it() {
        attach("one", null);
        assertTrue(send().handledBy(2).toCompletableFuture().isDone());
    }

    @Test
    void a_client_that_comes_back_and_acknowledges_counts() {
        ClientChannel before = attach("one", null);
        ack(before, 0);
        Receipt receipt = send();
        CompletableFuture<Receipt> all = all(receipt);
        before.onClosed();
        assertFalse(all.isDone());
        String cursor = hub.think("r1").epoch() + ":0";
        ClientChannel after = attach("one", cursor);
        ack(after, 2);
        assertTrue(all.join().isHandledByAll());
    }

    @Test
    void several_connections_of_one_client_are_one_client() {
        ClientChannel one = attach("one", null);
        ClientChannel two = attach("one", null);
        Receipt receipt = send();
        assertEquals(1, receipt.attached());
        one.onClosed();
        assertFalse(receipt.isSettled());
        ack(two, 1);
        assertTrue(receipt.isHandledByAll());
    }

    @Test
    void another_users_client_of_the_same_id_is_another_client() {
        ClientChannel alice = attach("one", null);
        InMemoryConnection bobs = InMemoryConnection.open(io.throughline.api.UserId.of("bob"));
        hub.connect(bobs, null, "one");
        Receipt receipt = send();
        assertEquals(1, receipt.attached());
        ack(alice, 1);
        assertTrue(receipt.isHandledByAll());
    }

    @Test
    void a_client_without_an_id_cannot_come_back() {
        ClientChannel nameless = attach(null, null);
        Receipt receipt = send();
        CompletableFuture<Receipt> all = all(receipt);
        nameless.onClosed();
        assertEquals(0, all.join().handled());
        assertTrue(receipt.isSettled());
    }

    @Test
    void what_was_acknowledged_stays_so_when_the_client_is_gone() {
        ClientChannel nameless = attach(null, null);
        Receipt receipt = send();
        ack(nameless, 1);
        nameless.onClosed();
        assertTrue(receipt.isHandledByAll());
    }

    @Test
    void a_client_that_stays_away_for_the_retention_is_forgotten() {
        attach("stays", null);
        ClientChannel leaves = attach("leaves", null);
        Receipt receipt = send();
        CompletableFuture<Receipt> all = all(receipt);
        leaves.onClosed();
        hub.pass(Duration.ofSeconds(59));
        assertFalse(all.isDone());
        assertFalse(receipt.isSettled());
        hub.pass(Duration.ofSeconds(1));
        assertFalse(all.join().isHandledByAll(), "two can no more");
        CompletableFuture<Receipt> one = receipt.handledBy(1).toCompletableFuture();
        assertFalse(one.isDone(), "the other one is still there");
        ack(attach("leaves", null), 1);
        assertEquals(0, receipt.handled(), "it is another client now");
        hub.core.disconnect(TestHub.ALICE);
        assertFalse(receipt.isSettled());
        hub.pass(Duration.ofMinutes(1));
        assertTrue(one.join().isSettled());
    }

    @Test
    void the_sixty_fifth_client_that_goes_pushes_the_first_out() {
        ClientChannel first = attach("first", null);
        Receipt receipt = send();
        first.onClosed();
        for (int i = 0; i < 63; i++) {
            attach("c" + i, null).onClosed();
        }
        assertFalse(receipt.isSettled());
        attach("last", null).onClosed();
        assertTrue(receipt.isSettled());
    }

    @Test
    void a_client_that_got_a_gap_instead_has_not_handled_the_event() {
        ClientChannel slow = attach("slow", null);
        connection.pause();
        Receipt received = send();
        Receipt evicted = send();
        for (int i = 0; i < 5; i++) {
            send();
        }
        CompletableFuture<Receipt> all = all(evicted);
        assertFalse(all.isDone());
        connection.resume();
        assertTrue(all.join().isSettled());
        ack(slow, 7);
        assertEquals(1, received.handled());
        assertEquals(0, evicted.handled());
    }

    @Test
    void a_client_that_comes_back_without_a_cursor_has_handled_what_it_acknowledged_and_no_more() {
        ClientChannel before = attach("one", null);
        Receipt handled = send();
        Receipt unknown = send();
        ack(before, 1);
        before.onClosed();
        ClientChannel after = attach("one", null);
        Receipt later = send();
        ack(after, 3);
        assertEquals(List.of(1, 0, 1), List.of(handled.handled(), unknown.handled(), later.handled()));
        assertTrue(unknown.isSettled());
    }

    @Test
    void a_closed_hub_and_a_freed_log_end_all_waits() {
        attach("one", null);
        CompletableFuture<Receipt> closed = all(send());
        hub.core.close();
        assertEquals(0, closed.join().handled());

        TestHub other = new TestHub(5, Duration.ofMinutes(1));
        InMemoryConnection gone = InMemoryConnection.open(TestHub.ALICE);
        other.connect(gone, null, "one");
        CompletableFuture<Receipt> freed =
                all(other.send("agent_completed", "r1").receipt());
        other.core.disconnect(TestHub.ALICE);
        assertFalse(freed.isDone());
        other.pass(Duration.ofMinutes(1));
        assertEquals(0, other.core.logCount());
        assertEquals(0, freed.join().handled());
    }

    @Test
    void those_who_wait_are_bounded_and_the_oldest_is_answered_first() {
        ClientChannel channel = attach("one", null);
        List<CompletableFuture<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 1_025; i++) {
            stages.add(all(send()));
        }
        assertFalse(stages.get(0).join().isSettled());
        assertFalse(stages.get(1).isDone());
        ack(channel, 1_024);
        assertTrue(stages.get(1_023).join().isHandledByAll());
        assertFalse(stages.get(1_024).isDone());
    }

    @Test
    void the_caller_cannot_complete_the_stage_for_others() {
        attach("one", null);
        Receipt receipt = send();
        receipt.handledByAll().toCompletableFuture().complete(receipt);
        assertFalse(all(receipt).isDone());
    }

    @Test
    void an_id_that_is_none_is_said_to_be_none_and_the_client_is_its_own() {
        for (String id : List.of("", " ", "ä", "x".repeat(129), "a b", "a\n")) {
            attach(id, null);
            assertEquals(
                    Optional.of("invalid_client_id"),
                    connection.received().get(1).field("code"),
                    id);
        }
        ClientChannel valid = attach("!~" + "x".repeat(126), null);
        assertEquals(1, connection.received().size());
        assertEquals(7, send().attached());
        ack(valid, 1);
    }

    @Test
    void what_was_refused_has_a_receipt_that_says_so() {
        attach("one", null);
        hub.send("agent_completed", "r1");
        Receipt receipt = hub.send("agent_thinking", "r1").receipt();
        assertFalse(receipt.isTracked());
        assertTrue(all(receipt).isDone());
    }
}
