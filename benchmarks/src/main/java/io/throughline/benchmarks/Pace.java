// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does a number of things evenly over time. */
final class Pace {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Pace() {}

    /** A step of something that is done many times. */
    interface Step {
        void run(int index);
    }

    /** Runs a step so many times at so many a second, in slices of five milliseconds. */
    static void run(int times, int perSecond, Step step) {
        long start = System.nanoTime();
        int done = 0;
        while (done < times) {
            long due = Math.min(times, (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1) + 1);
            while (done < due) {
                step.run(done++);
            }
            rest(SLICE_NANOS);
        }
    }

    static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
