// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many pings and pongs a client may send: Tyrus answers each ping, and queues its answers without a bound for a client
 * that does not read. Used by one thread at a time.
 */
final class ControlFrameLimit {
    static final int MAX_A_SECOND = 100;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private long since;
    private int count;

    /**
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    ControlFrameLimit(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** Counts one; answers whether it is one too many. */
    boolean isExceededByOne() {
        long now = nanos.getAsLong();
        if (now - since >= SECOND) {
            since = now;
            count = 0;
        }
        count++;
        return count > MAX_A_SECOND;
    }
}
