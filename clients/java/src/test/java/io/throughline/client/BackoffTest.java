// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RandomGenerator NO_JITTER = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    };

    @Test
    void doubles_up_to_its_bound_and_begins_again() {
        Backoff backoff = new Backoff(Duration.ofNanos(3), Duration.ofNanos(20), NO_JITTER);
        assertEquals(3, backoff.next());
        assertEquals(6, backoff.next());
        assertEquals(12, backoff.next());
        assertEquals(20, backoff.next());
        assertEquals(20, backoff.next());
        backoff.reset();
        assertEquals(3, backoff.next());
        assertEquals(20, backoff.longest());
    }

    @Property
    void stays_between_half_and_all_of_its_bounds(
            @ForAll @LongRange(min = 1, max = 1L << 40) long least,
            @ForAll @LongRange(min = 0, max = 1L << 50) long more,
            @ForAll @IntRange(min = 1, max = 100) int failures,
            @ForAll long seed) {
        long most = least + more;
        Backoff backoff = new Backoff(Duration.ofNanos(least), Duration.ofNanos(most), new Random(seed));
        for (int i = 0; i < failures; i++) {
            long wait = backoff.next();
            assertTrue(wait >= least / 2 && wait <= most, wait + " is not within " + least + " and " + most);
        }
    }
}
