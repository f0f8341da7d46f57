// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

/**
 * Lets through so many at once, and then so many a second: a token bucket.
 *
 * <p>Counts in thousandths of a token, so that nothing is lost between two calls in one millisecond. A clock that is set
 * back refills nothing and takes nothing away. Thread-safe.
 */
final class TokenBucket {
    private static final long WHOLE = 1_000;

    private final int perSecond;
    private final long capacity;
    private long tokens;
    private long lastMillis;

    /**
     * @param perSecond how many are let through a second in the long run, 1 or more
     * @param burst how many are let through at once after a pause, 1 or more
     * @param nowMillis the time, in milliseconds
     */
    TokenBucket(int perSecond, int burst, long nowMillis) {
        this.perSecond = perSecond;
        this.capacity = burst * WHOLE;
        this.tokens = capacity;
        this.lastMillis = nowMillis;
    }

    /** Takes a token; answers false if there is none. */
    synchronized boolean tryTake(long nowMillis) {
        refill(nowMillis);
        if (tokens < WHOLE) {
            return false;
        }
        tokens -= WHOLE;
        return true;
    }

    /** Puts back a token that was taken for what turned out to be free. */
    synchronized void putBack() {
        tokens = Math.min(capacity, tokens + WHOLE);
    }

    private void refill(long nowMillis) {
        long elapsed = Math.max(0, nowMillis - lastMillis);
        lastMillis = nowMillis;
        boolean full = elapsed > (capacity - tokens) / perSecond;
        tokens = full ? capacity : tokens + elapsed * perSecond;
    }
}
