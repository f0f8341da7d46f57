// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until the test moves it; thread-safe. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    private ManualClock(Instant start) {
        this.now = start;
    }

    /**
     * Makes a clock that shows the beginning of the year 2026, in UTC.
     *
     * @return the clock; never null
     */
    public static ManualClock create() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /**
     * Makes a clock that shows a time of the test's choice.
     *
     * @param start what it shows; never null
     * @return the clock; never null
     */
    public static ManualClock at(Instant start) {
        return new ManualClock(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the clock.
     *
     * @param by how far; negative sets it back, as people and time servers do; never null
     * @return what the clock shows now; never null
     */
    public synchronized Instant advance(Duration by) {
        Instant moved = now.plus(Objects.requireNonNull(by, "by"));
        now = moved;
        return moved;
    }

    @Override
    public String toString() {
        return "ManualClock[" + now + "]";
    }
}
