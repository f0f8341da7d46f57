// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: twice as long each time, less a random part of up to one half. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final long least;
    private final long most;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        this.least = least.toNanos();
        this.most = most.toNanos();
        this.random = random;
    }

    /** Counts a failure, and answers the wait after it in nanoseconds. */
    long next() {
        long whole = least << Math.min(failures, MOST_DOUBLINGS);
        if (whole > most || whole >> Math.min(failures, MOST_DOUBLINGS) != least) {
            whole = most;
        }
        failures++;
        return whole - random.nextLong(whole / 2 + 1);
    }

    /** Answers a random wait near the longest, for a server that has too much to do. */
    long longest() {
        failures++;
        return most - random.nextLong(most / 2 + 1);
    }

    void reset() {
        failures = 0;
    }
}
