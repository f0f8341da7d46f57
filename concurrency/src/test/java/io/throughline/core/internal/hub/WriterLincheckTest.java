// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;

/** Signals against the drain that they keep going. */
class WriterLincheckTest {
    private static final boolean FULL = "full".equals(System.getProperty("throughline.budget"));

    /** The same, one call after another. */
    public static final class InSequence {
        private final AtomicInteger produced = new AtomicInteger();

        public int produce() {
            return produced.incrementAndGet();
        }
    }

    /** Each thread signals once: a later signal would make good for one that was lost. */
    private static void check(int threads) {
        new ModelCheckingOptions()
                .iterations(1)
                .invocationsPerIteration(FULL ? 50_000 : 2_000)
                .threads(threads)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                .sequentialSpecification(InSequence.class)
                .check(WriterUnderLincheck.class);
    }

    @Test
    void of_two_signals_none_is_lost_and_no_two_writes_meet() {
        check(2);
    }

    @Test
    void of_three_signals_none_is_lost_and_no_two_writes_meet() {
        check(3);
    }
}
