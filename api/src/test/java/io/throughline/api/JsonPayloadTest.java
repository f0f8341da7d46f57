// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonPayloadTest {

    @Property
    void json_values_are_copied_as_they_are(@ForAll("json") Map<String, Object> message) {
        assertEquals(message, JsonPayload.copyOf(message));
    }

    @Provide
    Arbitrary<Map<String, Object>> json() {
        Arbitrary<Object> scalar = Arbitraries.oneOf(
                Arbitraries.strings().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.bigDecimals().asGeneric());
        Arbitrary<Object> value = Arbitraries.lazyOf(
                () -> scalar,
                () -> scalar.list().ofMaxSize(4).asGeneric(),
                () -> Arbitraries.maps(Arbitraries.strings(), scalar)
                        .ofMaxSize(4)
                        .asGeneric());
        return Arbitraries.maps(Arbitraries.strings(), value).ofMaxSize(6);
    }

    @Test
    void changes_to_the_original_change_nothing() {
        List<Object> inner = new ArrayList<>(List.of("a"));
        Map<String, Object> message = new HashMap<>(Map.of("list", inner));
        Map<String, Object> copy = JsonPayload.copyOf(message);
        inner.add("b");
        message.put("more", 1);
        assertEquals(Map.of("list", List.of("a")), copy);
        assertThrows(UnsupportedOperationException.class, () -> copy.put("x", 1));
    }

    @Test
    void order_of_keys_and_nulls_are_kept() {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("z", null);
        message.put("a", 1);
        message.put("m", Arrays.asList(null, 2));
        assertEquals(
                List.of("z", "a", "m"), List.copyOf(JsonPayload.copyOf(message).keySet()));
        assertEquals(message, JsonPayload.copyOf(message));
    }

    @Test
    void java_values_become_their_text_and_arrays_lists() {
        UUID uuid = UUID.randomUUID();
        Map<String, Object> copy = JsonPayload.copyOf(Map.of(
                "enum",
                TimeUnit.DAYS,
                "day",
                DayOfWeek.MONDAY,
                "instant",
                Instant.EPOCH,
                "date",
                LocalDate.of(2026, 1, 2),
                "duration",
                Duration.ofSeconds(3),
                "uuid",
                uuid,
                "run",
                RunId.of("r1"),
                "array",
                new int[] {1, 2},
                "optional",
                Optional.of('c'),
                "counter",
                new AtomicLong(7)));
        assertEquals("DAYS", copy.get("enum"));
        assertEquals("MONDAY", copy.get("day"));
        assertEquals("1970-01-01T00:00:00Z", copy.get("instant"));
        assertEquals("2026-01-02", copy.get("date"));
        assertEquals("PT3S", copy.get("duration"));
        assertEquals(uuid.toString(), copy.get("uuid"));
        assertEquals("r1", copy.get("run"));
        assertEquals(List.of(1, 2), copy.get("array"));
        assertEquals("c", copy.get("optional"));
        assertEquals(new BigDecimal(7), copy.get("counter"));
    }

    @Test
    void objects_of_other_classes_are_left_to_the_manager() {
        Object foreign = new Object();
        assertSame(foreign, JsonPayload.copyOf(Map.of("o", foreign)).get("o"));
    }

    @Test
    void what_json_cannot_express_is_refused_with_its_path() {
        assertRefused(Map.of("a", List.of(1, Map.of("b", Double.NaN))), "\"a[1].b\" is NaN");
        assertRefused(Map.of("a", Float.NEGATIVE_INFINITY), "\"a\" is -Infinity");
        assertRefused(Map.of("a", Map.of(1, 2)), "\"a\" has a key of java.lang.Integer");
    }

    @Test
    void a_message_that_contains_itself_is_refused() {
        Map<String, Object> message = new HashMap<>();
        message.put("self", message);
        assertRefused(message, "deeper than 64 levels");
    }

    private static void assertRefused(Map<String, Object> message, String expected) {
        InvalidArgumentException refused =
                assertThrows(InvalidArgumentException.class, () -> JsonPayload.copyOf(message));
        assertEquals(ErrorIds.UNSUPPORTED_VALUE, refused.errorId());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }
}
