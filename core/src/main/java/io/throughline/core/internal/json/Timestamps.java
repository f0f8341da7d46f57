// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Writes instants as the wire protocol does: ISO 8601 in UTC, with milliseconds.
 *
 * <p>A {@link DateTimeFormatter} takes longer than all else that is done to encode a small event, so the usual years are
 * written by hand, and its date is kept for the day. Thread-safe.
 */
final class Timestamps {
    private static final DateTimeFormatter ANY_YEAR =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final long DAY_SECONDS = 86_400;

    /** The days of the years 0 to 9999, counted from 1970. */
    private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();

    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private record Day(long epochDay, String date) {}

    /** The last day that was asked for; threads may overwrite each other's. */
    private volatile Day known = new Day(0, "1970-01-01");

    String format(Instant instant) {
        long day = Math.floorDiv(instant.getEpochSecond(), DAY_SECONDS);
        if (day < FIRST_DAY || day > LAST_DAY) {
            return ANY_YEAR.format(instant);
        }
        int second = (int) Math.floorMod(instant.getEpochSecond(), DAY_SECONDS);
        int milli = instant.getNano() / 1_000_000;
        char[] time = {
            'T',
            digit(second / 36_000),
            digit(second / 3_600),
            ':',
            digit(second % 3_600 / 600),
            digit(second / 60),
            ':',
            digit(second % 60 / 10),
            digit(second),
            '.',
            digit(milli / 100),
            digit(milli / 10),
            digit(milli),
            'Z'
        };
        return date(day).concat(new String(time));
    }

    private static char digit(int number) {
        return (char) ('0' + number % 10);
    }

    private String date(long day) {
        Day last = known;
        if (last.epochDay() != day) {
            last = new Day(day, LocalDate.ofEpochDay(day).toString());
            known = last;
        }
        return last.date();
    }
}
