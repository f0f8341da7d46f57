// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
    private static final UserId ALICE = UserId.of("alice");

    private record Money(int cents) {}

    private final FrameEncoder encoder = new FrameEncoder(
            new JsonValues(value -> value instanceof Money m ? Map.of("cents", m.cents()) : null), 10_000);

    private String encode(Map<String, Object> data) {
        AgentEvent event = AgentEvent.builder(EventType.MESSAGE).data(data).build();
        return encoder.event(ALICE, "id-1", Instant.EPOCH, event).withSeq(7).text();
    }

    @Test
    void an_event_has_the_envelope_of_the_wire_protocol() {
        assertEquals(
                "{\"type\":\"message\",\"id\":\"id-1\",\"seq\":7,\"user_id\":\"alice\","
                        + "\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"data\":{\"a\":1}}",
                encode(Map.of("a", 1)));
    }

    @Test
    void every_json_value_is_written() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("null", null);
        data.put("list", Arrays.asList(true, null, "é😀\u2028\u0001"));
        data.put("double", 0.1);
        data.put("float", 0.1f);
        data.put("long", Long.MIN_VALUE);
        data.put("big", new BigInteger("123456789012345678901234567890"));
        data.put("decimal", new BigDecimal("1.50"));
        String encoded = encode(data);
        assertEquals(
                "\"data\":{\"null\":null,\"list\":[true,null,\"é😀\u2028\\u0001\"],\"double\":0.1,\"float\":0.1,"
                        + "\"long\":-9223372036854775808,\"big\":123456789012345678901234567890,\"decimal\":1.50}}",
                encoded.substring(encoded.indexOf("\"data\"")));
    }

    @Test
    void halves_of_a_character_survive_their_separation() {
        String grin = "😀";
        String first = encode(Map.of("delta", "x" + grin.charAt(0)));
        String second = encode(Map.of("delta", grin.charAt(1) + "\"y"));
        assertTrue(first.contains("\"x\\ud83d\""), first);
        assertEquals(
                "x" + grin + "\"y",
                "" + ReceivedFrame.parse(first).data().get("delta")
                        + ReceivedFrame.parse(second).data().get("delta"));
    }

    @Property
    void any_text_comes_back(@ForAll String text) {
        assertEquals(
                text, ReceivedFrame.parse(encode(Map.of("text", text))).data().get("text"));
    }

    @Test
    void objects_are_encoded_by_the_mapper_or_refused_with_their_path() {
        assertTrue(encode(Map.of("price", List.of(new Money(5)))).contains("{\"price\":[{\"cents\":5}]}"));
        InvalidArgumentException refused =
                assertThrows(InvalidArgumentException.class, () -> encode(Map.of("a", List.of(1, new Object()))));
        assertTrue(refused.getMessage().contains("\"data.a[1]\" is a java.lang.Object"), refused.getMessage());
    }

    @Test
    void a_clients_message_is_read_strictly() throws IOException {
        assertEquals(
                Map.of("type", "x", "data", Map.of("n", 1, "l", List.of(true, "a"))),
                JsonReader.readObject("{\"type\":\"x\",\"data\":{\"n\":1,\"l\":[true,\"a\"]}}"));
        for (String bad : List.of(
                "",
                " ",
                "[]",
                "1",
                "{",
                "{}x",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "{\"a\":NaN}",
                "nonsense",
                "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}",
                "{\"a\":1e99999999999}",
                "{\"a\":1e-99999999999}",
                "{\"a\":" + "9".repeat(200) + "}")) {
            assertThrows(IOException.class, () -> JsonReader.readObject(bad), bad);
        }
    }

    @Test
    void what_a_mapper_nests_without_end_is_refused() {
        Object self = new Object();
        FrameEncoder endless = new FrameEncoder(new JsonValues(value -> Map.of("next", self)), 100_000);
        InvalidArgumentException refused = assertThrows(
                InvalidArgumentException.class,
                () -> endless.direct(UserId.of("alice"), "e1", Instant.EPOCH, Map.of("first", self)));
        assertTrue(refused.getMessage().contains("deeper than 64"), refused.getMessage());
    }
}
