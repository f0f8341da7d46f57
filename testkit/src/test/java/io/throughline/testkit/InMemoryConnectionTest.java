// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import io.throughline.api.ThreadId;
import io.throughline.api.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InMemoryConnectionTest {
    private static final UserId ALICE = UserId.of("alice");

    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    private static MessageBatch batch(String... types) {
        return MessageBatch.of(Stream.of(types)
                .map(type -> EncodedMessage.ofText("{\"type\":\"" + type + "\",\"user_id\":\"alice\"}"))
                .toList());
    }

    private CompletableFuture<?> send(String... types) {
        return connection.send(batch(types)).toCompletableFuture();
    }

    private List<String> received() {
        return connection.received().stream().map(ReceivedFrame::type).toList();
    }

    @Test
    void is_what_it_was_built_as() {
        Object socket = new Object();
        InMemoryConnection built = InMemoryConnection.builder(ALICE)
                .id(ConnectionId.of("c1"))
                .webSocket(socket)
                .threadId(ThreadId.of("t1"))
                .build();
        assertEquals(ConnectionId.of("c1"), built.id());
        assertEquals(ALICE, built.userId());
        assertSame(socket, built.webSocket());
        assertEquals(Optional.of(ThreadId.of("t1")), built.initialThreadId());
        assertEquals(Optional.empty(), connection.initialThreadId());
        InMemoryConnection other = InMemoryConnection.open(ALICE);
        assertNotEquals(connection.id(), other.id());
        assertNotSame(connection.webSocket(), other.webSocket());
        assertThrows(NullPointerException.class, () -> InMemoryConnection.open(null));
    }

    @Test
    void a_fast_connection_takes_each_batch_at_once_and_in_order() {
        assertTrue(send("a", "b").isDone());
        assertTrue(send("c").isDone());
        assertEquals(List.of("a", "b", "c"), received());
        assertEquals(2, connection.batchCount());
        assertEquals(1, connection.mostWritesInFlight());
        assertEquals(0, connection.writesInFlight());
    }

    @Test
    void a_slow_connection_receives_what_the_test_lets_through() {
        connection.pause();
        CompletableFuture<?> first = send("a");
        CompletableFuture<?> second = send("b");
        assertFalse(first.isDone());
        assertEquals(List.of(), received());
        assertEquals(2, connection.writesInFlight());
        assertTrue(connection.completeNextWrite());
        assertTrue(first.isDone());
        assertFalse(second.isDone());
        connection.resume();
        assertTrue(second.isDone());
        assertFalse(connection.completeNextWrite(), "nothing is left");
        assertEquals(List.of("a", "b"), received());
        assertEquals(2, connection.mostWritesInFlight(), "it tells of writers that do not wait");
    }

    @Test
    void a_writer_that_goes_on_from_a_completion_is_served_on_resume() {
        connection.pause();
        connection.send(batch("a")).thenRun(() -> connection.send(batch("b")));
        connection.resume();
        assertEquals(List.of("a", "b"), received());
        assertEquals(1, connection.mostWritesInFlight());
    }

    @Test
    void fails_or_throws_as_it_is_told() {
        IllegalStateException gone = new IllegalStateException("gone");
        connection.failWrites(gone);
        CompletionException failed =
                assertThrows(CompletionException.class, () -> send("a").join());
        assertSame(gone, failed.getCause());
        connection.throwOnWrite(gone);
        assertSame(gone, assertThrows(IllegalStateException.class, () -> send("a")));
        assertEquals(List.of(), received());
        assertTrue(connection.isOpen());
    }

    @Test
    void closing_ends_writes_in_flight_and_keeps_the_first_reason() {
        connection.pause();
        CompletableFuture<?> inFlight = send("a");
        assertTrue(connection.close(CloseReason.DONE).toCompletableFuture().isDone());
        connection.close(CloseReason.GOING_AWAY);
        assertTrue(inFlight.isCompletedExceptionally());
        assertFalse(connection.isOpen());
        assertEquals(Optional.of(CloseReason.DONE), connection.closeReason());
        assertTrue(send("b").isCompletedExceptionally());
        assertEquals(List.of(), received());
    }

    @Test
    void events_are_told_from_frames_of_the_protocol() {
        connection.send(MessageBatch.of(EncodedMessage.ofText("{\"type\":\"hello\"}")));
        assertTrue(send("message").isDone());
        assertEquals(2, connection.received().size());
        assertEquals(
                List.of("message"),
                connection.events().stream().map(ReceivedFrame::type).toList());
        List<ReceivedFrame> snapshot = connection.received();
        assertTrue(send("later").isDone());
        assertEquals(2, snapshot.size());
    }

    @Test
    void what_is_no_frame_fails_whoever_looks_and_not_the_sender() {
        for (byte[] bytes : List.of("[]".getBytes(StandardCharsets.UTF_8), new byte[] {'{', (byte) 0xff, '}'})) {
            InMemoryConnection given = InMemoryConnection.open(ALICE);
            assertTrue(given.send(MessageBatch.of(EncodedMessage.ofUtf8(bytes)))
                    .toCompletableFuture()
                    .isDone());
            assertTrue(given.isOpen());
            assertThrows(AssertionError.class, given::received);
            assertThrows(AssertionError.class, given::events);
        }
    }
}
