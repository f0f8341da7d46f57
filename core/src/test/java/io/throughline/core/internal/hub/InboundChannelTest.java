// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClientMessage;
import io.throughline.api.CloseReason;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.SendResult;
import io.throughline.api.spi.ClientChannel;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboundChannelTest {
    private final TestHub hub = new TestHub();
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
    private final List<ClientMessage> asked = new ArrayList<>();
    private ClientChannel channel;

    @BeforeEach
    void connect() {
        hub.core.handle("ask", asked::add);
        channel = hub.connect(connection, null);
    }

    private ReceivedFrame last() {
        List<ReceivedFrame> received = connection.received();
        return received.get(received.size() - 1);
    }

    @Test
    void a_message_of_the_application_goes_to_its_handler() {
        channel.onText("{\"type\":\"ask\",\"data\":{\"question\":\"why\"}}");
        channel.onText("{\"type\":\"ask\"}");
        assertEquals(Map.of("question", "why"), asked.get(0).data());
        assertEquals(Map.of(), asked.get(1).data());
        assertEquals(TestHub.ALICE, asked.get(0).userId());
        assertEquals(connection.id(), asked.get(0).connectionId());
        assertEquals(1, connection.received().size());
    }

    @Test
    void a_reply_goes_to_one_connection_alone_and_has_no_place_in_the_log() {
        InMemoryConnection other = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(other, null);
        channel.onText("{\"type\":\"ask\"}");
        asked.get(0).reply(Map.of("answer", 42)).toCompletableFuture().join();
        assertEquals("message", last().type());
        assertEquals(Map.of("answer", 42), last().data());
        assertTrue(last().seq().isEmpty());
        assertEquals(1, other.received().size());
        assertThrows(InvalidArgumentException.class, () -> asked.get(0).reply(Map.of()));
        channel.onClosed();
        SendResult gone =
                asked.get(0).reply(Map.of("a", 1)).toCompletableFuture().join();
        assertEquals(Optional.of(ErrorIds.CONNECTION_GONE), gone.refusal());
    }

    @Test
    void replies_to_a_stalled_connection_are_bounded() {
        connection.pause();
        channel.onText("{\"type\":\"ask\"}");
        SendResult result = SendResult.handedOver(1);
        int taken = 0;
        while (result.isAccepted() && taken < 10_000) {
            result = asked.get(0).reply(Map.of("a", 1)).toCompletableFuture().join();
            taken++;
        }
        assertEquals(Optional.of(ErrorIds.CONNECTION_BACKLOG), result.refusal());
        assertTrue(taken < 300, "took " + taken);
    }

    @Test
    void nonsense_is_answered_and_after_too_much_of_it_the_connection_is_closed() {
        Map<String, String> nonsense = Map.of(
                "{", "malformed_json",
                "[]", "malformed_json",
                "{}", "missing_type",
                "{\"type\":7}", "missing_type",
                "{\"type\":\"dance\"}", "unknown_type",
                "{\"type\":\"ask\",\"data\":[]}", "invalid_data",
                "{\"type\":\"ack\"}", "invalid_ack",
                "{\"type\":\"ack\",\"seq\":99}", "invalid_ack",
                "{\"type\":\"ack\",\"seq\":1.5}", "invalid_ack",
                "{\"type\":\"ack\",\"seq\":-1}", "invalid_ack");
        nonsense.forEach((text, code) -> {
            channel.onText(text);
            assertEquals("error", last().type(), text);
            assertEquals(Optional.of(code), last().field("code"), text);
        });
        channel.onText("{\"type\":\"dance\",\"id\":\"q1\"}");
        assertEquals(Optional.of(CloseReason.POLICY), connection.closeReason());
        assertEquals(0, hub.core.connectionCount());
        channel.onText("{\"type\":\"ask\"}");
        assertTrue(asked.isEmpty());
    }

    @Test
    void a_valid_message_makes_up_for_nonsense_before_it() {
        for (int i = 0; i < 50; i++) {
            channel.onText("{\"type\":\"dance\",\"id\":\"q" + i + "\"}");
            assertEquals(Optional.of("q" + i), last().field("in_reply_to"));
            channel.onText("{\"type\":\"ask\"}");
        }
        assertTrue(connection.isOpen());
    }

    @Test
    void an_acknowledgement_of_what_was_sent_is_silent() {
        hub.think("r1");
        int before = connection.received().size();
        channel.onText("{\"type\":\"ack\",\"seq\":1}");
        assertEquals(before, connection.received().size());
    }

    @Test
    void a_failing_handler_is_answered_and_the_connection_goes_on() {
        hub.core.handle("bad", message -> {
            throw new IllegalStateException("secret");
        });
        hub.core.handle("picky", message -> {
            throw new IllegalArgumentException("the question is blank");
        });
        channel.onText("{\"type\":\"bad\"}");
        assertEquals(Optional.of("internal_error"), last().field("code"));
        assertTrue(!last().text().contains("secret"));
        channel.onText("{\"type\":\"picky\"}");
        assertEquals(Optional.of("the question is blank"), last().field("message"));
        channel.onText("{\"type\":\"ask\"}");
        assertEquals(1, asked.size());
    }

    @Test
    void too_large_and_binary_messages_close_the_connection() {
        channel.onText("{\"type\":\"ask\",\"data\":{\"x\":\"" + "é".repeat(500) + "\"}}");
        assertEquals(Optional.of(CloseReason.TOO_BIG), connection.closeReason());
        InMemoryConnection second = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(second, null).onBinary();
        assertEquals(Optional.of(CloseReason.NO_BINARY), second.closeReason());
        assertEquals(0, hub.core.connectionCount());
    }

    @Test
    void half_characters_in_nonsense_are_answered_as_themselves() {
        channel.onText("{\"type\":\"\\ud83d\",\"id\":\"\\ud83d\"}");
        assertEquals(Optional.of("this server takes no messages of type \"\ud83d\"."), last().field("message"));
        assertEquals(Optional.of("\ud83d"), last().field("in_reply_to"));
        channel.onText("\ud83d\ude00");
        assertTrue(last().field("message").orElseThrow().contains("'\ud83d'"), last().text());
    }

    @Test
    void a_handler_that_dies_of_an_error_is_answered() {
        hub.core.handle("deadly", message -> {
            throw new AssertionError("secret");
        });
        channel.onText("{\"type\":\"deadly\"}");
        assertEquals(Optional.of("internal_error"), last().field("code"));
        assertTrue(connection.isOpen());
    }

    @Test
    void what_a_disconnected_user_still_sends_reaches_no_handler() {
        hub.core.disconnect(TestHub.ALICE);
        channel.onText("{\"type\":\"ask\"}");
        assertTrue(asked.isEmpty());
    }
}
