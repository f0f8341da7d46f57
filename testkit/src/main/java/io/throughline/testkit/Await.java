// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something holds, and says what did not hold when it never does. */
public final class Await {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 1_000_000;

    private Await() {}

    /**
     * Waits for a condition, up to 30 seconds.
     *
     * @param expectation what is waited for, for the failure's message; never null
     * @param condition asked every millisecond; never null
     * @throws AssertionError if the condition does not come to hold
     */
    public static void until(String expectation, BooleanSupplier condition) {
        Objects.requireNonNull(expectation, "expectation");
        until(() -> expectation, condition);
    }

    /**
     * Waits for a condition, up to 30 seconds.
     *
     * @param expectation says what is waited for and what is seen instead, asked when waiting is given up; never null
     * @param condition asked every millisecond; never null
     * @throws AssertionError if the condition does not come to hold
     */
    public static void until(Supplier<String> expectation, BooleanSupplier condition) {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(condition, "condition");
        long deadline = System.nanoTime() + DEFAULT_DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + DEFAULT_DEADLINE.toSeconds() + " s in vain: " + expectation.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
