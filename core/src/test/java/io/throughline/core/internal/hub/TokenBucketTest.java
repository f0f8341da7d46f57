// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static int taken(TokenBucket bucket, long nowMillis, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(nowMillis) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void a_burst_and_then_the_rate() {
        TokenBucket bucket = new TokenBucket(10, 3, 0);
        assertEquals(3, taken(bucket, 0, 100));
        assertFalse(bucket.tryTake(99));
        assertTrue(bucket.tryTake(100));
        assertEquals(3, taken(bucket, 60_000, 100));
    }

    @Test
    void a_clock_that_is_set_back_neither_gives_nor_takes() {
        TokenBucket bucket = new TokenBucket(1, 2, 10_000);
        assertTrue(bucket.tryTake(0));
        assertTrue(bucket.tryTake(0));
        assertFalse(bucket.tryTake(0));
        assertTrue(bucket.tryTake(1_000));
    }

    @Test
    void what_is_put_back_can_be_taken_again_and_is_no_more_than_the_burst() {
        TokenBucket bucket = new TokenBucket(1, 2, 0);
        bucket.putBack();
        assertEquals(2, taken(bucket, 0, 5));
        bucket.putBack();
        assertEquals(1, taken(bucket, 0, 5));
    }

    @Property
    void no_more_than_burst_and_rate_are_ever_let_through(
            @ForAll @IntRange(min = 1, max = 1_000_000) int perSecond,
            @ForAll @IntRange(min = 1, max = 1_000) int burst,
            @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 5_000) Integer> pauses) {
        TokenBucket bucket = new TokenBucket(perSecond, burst, 0);
        long now = 0;
        long taken = 0;
        for (int pause : pauses) {
            now += pause;
            taken += taken(bucket, now, 20);
        }
        assertTrue(taken <= burst + now * perSecond / 1_000, taken + " in " + now + " ms");
        assertTrue(bucket.tryTake(now + 1_000L * burst), "it is full again after a pause");
    }

    @Property
    void whoever_keeps_to_the_rate_is_always_let_through(
            @ForAll @IntRange(min = 1, max = 1_000) int perSecond, @ForAll @IntRange(min = 1, max = 10) int burst) {
        TokenBucket bucket = new TokenBucket(perSecond, burst, 0);
        long step = (1_000L + perSecond - 1) / perSecond;
        for (int i = 0; i < 1_000; i++) {
            assertTrue(bucket.tryTake(i * step));
        }
    }
}
