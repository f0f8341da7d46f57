// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedFrameTest {

    @Test
    void an_event_has_its_fields() {
        String text = "{\"type\":\"agent_thinking\",\"seq\":7,\"user_id\":\"alice\",\"run_id\":null,"
                + "\"data\":{\"thought\":\"hm\",\"n\":[1,2.50,true,null,{}]}}";
        ReceivedFrame frame = ReceivedFrame.parse(text);
        assertEquals("agent_thinking", frame.type());
        assertEquals(OptionalLong.of(7), frame.seq());
        assertTrue(frame.isEvent());
        assertEquals(Optional.of("alice"), frame.field("user_id"));
        assertEquals(Optional.empty(), frame.field("run_id"));
        assertEquals(Optional.empty(), frame.field("absent"));
        assertEquals("hm", frame.data().get("thought"));
        assertEquals(
                Arrays.asList(1, new BigDecimal("2.50"), true, null, Map.of()),
                frame.data().get("n"));
        assertEquals(
                List.of("type", "seq", "user_id", "run_id", "data"),
                List.copyOf(frame.fields().keySet()));
        assertEquals(text, frame.text());
        assertEquals(text, frame.toString());
    }

    @Test
    void a_frame_of_the_protocol_has_no_place_in_the_log() {
        ReceivedFrame hello = ReceivedFrame.parse("{\"type\":\"hello\",\"seq\":41}");
        assertFalse(hello.isEvent());
        assertEquals(OptionalLong.empty(), hello.seq());
        assertEquals(Map.of(), hello.data());
    }

    @Test
    void large_numbers_stay_exact() {
        ReceivedFrame frame = ReceivedFrame.parse("{\"a\":9007199254740993,\"b\":123456789012345678901234567890}");
        assertEquals(9007199254740993L, frame.fields().get("a"));
        assertEquals(
                new BigInteger("123456789012345678901234567890"), frame.fields().get("b"));
    }

    @Test
    void what_was_received_cannot_be_changed() {
        ReceivedFrame frame = ReceivedFrame.parse("{\"type\":\"x\",\"data\":{\"list\":[1]}}");
        assertThrows(UnsupportedOperationException.class, () -> frame.fields().clear());
        assertThrows(UnsupportedOperationException.class, () -> frame.data().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> ((List<?>) frame.data().get("list")).clear());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "1",
                "null",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1",
                "{'a':1}",
                "{\"a\":NaN}"
            })
    void anything_but_one_object_is_a_failure_of_the_server(String text) {
        AssertionError failure = assertThrows(AssertionError.class, () -> ReceivedFrame.parse(text));
        assertTrue(failure.getMessage().endsWith(": " + text), failure::getMessage);
    }

    @Test
    void a_frame_without_a_type_is_a_failure_of_the_server() {
        assertThrows(AssertionError.class, () -> ReceivedFrame.parse("{}").type());
        assertThrows(
                AssertionError.class, () -> ReceivedFrame.parse("{\"type\":1}").type());
    }
}
