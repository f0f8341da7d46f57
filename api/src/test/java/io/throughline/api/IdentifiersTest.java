// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifiersTest {

    static Stream<Arguments> ids() {
        return Stream.of(
                Arguments.of("userId", (Function<String, Object>) UserId::of),
                Arguments.of("connectionId", (Function<String, Object>) ConnectionId::of),
                Arguments.of("threadId", (Function<String, Object>) ThreadId::of),
                Arguments.of("runId", (Function<String, Object>) RunId::of),
                Arguments.of("requestId", (Function<String, Object>) RequestId::of));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void keeps_any_well_formed_text(String name, Function<String, Object> make) {
        for (String value : new String[] {"a", "user@example.com", "Ünïcødé 名前", "😀", "a b", "x".repeat(256)}) {
            assertEquals(value, make.apply(value).toString(), name);
            assertEquals(make.apply(value), make.apply(value), name);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void refuses_null_by_name(String name, Function<String, Object> make) {
        assertEquals(
                name,
                assertThrows(NullPointerException.class, () -> make.apply(null)).getMessage());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void refuses_what_is_no_id_and_says_why(String name, Function<String, Object> make) {
        for (String value : new String[] {"", " ", "\t", "a\nb", "a\u0000", "\ud83d", "\ude00x", "x".repeat(257)}) {
            InvalidArgumentException refused =
                    assertThrows(InvalidArgumentException.class, () -> make.apply(value), name);
            assertEquals(ErrorIds.INVALID_IDENTIFIER, refused.errorId());
            assertTrue(refused.getMessage().startsWith("[TL-1001] " + name + " "), refused.getMessage());
        }
    }

    @Test
    void random_ids_differ() {
        assertEquals(
                1_000, Stream.generate(RunId::random).limit(1_000).distinct().count());
    }
}
