// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

/** Reads how much of the heap is in use. */
final class Heap {
    private Heap() {}

    /** Answers the least that is in use after each of five full collections, in bytes. */
    static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
