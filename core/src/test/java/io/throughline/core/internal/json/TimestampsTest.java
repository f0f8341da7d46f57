// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TimestampsTest {
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Timestamps timestamps = new Timestamps();

    @Property
    void usual_instants_are_written_as_the_standard_says(
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        assertEquals(ISO.format(instant), timestamps.format(instant));
    }

    @Property
    void all_other_instants_are_too(
            @ForAll @LongRange(min = -31_557_014_167_219_200L, max = 31_556_889_864_403_199L) long second,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nano) {
        Instant instant = Instant.ofEpochSecond(second, nano);
        assertEquals(ISO.format(instant), timestamps.format(instant));
    }

    @Example
    void the_edges_of_days_and_years_are_too() {
        for (String edge : new String[] {
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00.000Z",
            "2024-02-29T12:34:56.789Z",
            "0000-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z"
        }) {
            assertEquals(edge, timestamps.format(Instant.parse(edge)));
        }
    }
}
