// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = ManualClock.at(Instant.EPOCH);

    @Test
    void stands_still_until_it_is_moved() {
        assertEquals(Instant.EPOCH, clock.instant());
        assertEquals(Instant.EPOCH, clock.instant());
        assertEquals(Instant.ofEpochSecond(5), clock.advance(Duration.ofSeconds(5)));
        assertEquals(Instant.ofEpochSecond(5), clock.instant());
        assertEquals(5_000, clock.millis());
    }

    @Test
    void can_be_set_back() {
        clock.advance(Duration.ofHours(-1));
        assertEquals(Instant.ofEpochSecond(-3_600), clock.instant());
    }

    @Test
    void null_is_refused() {
        assertThrows(NullPointerException.class, () -> ManualClock.at(null));
        assertThrows(NullPointerException.class, () -> clock.advance(null));
    }
}
