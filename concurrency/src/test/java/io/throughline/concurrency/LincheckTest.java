// SPDX-License-Identifier: Apache-2.0
package io.throughline.concurrency;

import java.util.HashSet;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Append against drain, attach and detach, in schedules that Lincheck makes.
 *
 * <p>The drain's own loop has a test of its own: in the hub's schedules, which are long, the checker does not get to it.
 */
class LincheckTest {
    private static final boolean FULL = "full".equals(System.getProperty("throughline.budget"));

    /** Long, since the checker also rewrites classes within this time. */
    private static final long HANGS_AFTER_MILLIS = 300_000;

    /** The same, one call after another. */
    public static final class InSequence {
        private final Set<Integer> taken = new HashSet<>();
        private long head;

        public long append() {
            return ++head;
        }

        public boolean attach(int slot) {
            return taken.add(slot);
        }

        public void drain(int slot) {}

        public void detach(int slot) {}
    }

    /** What has no part in the order of things: it is left out of the schedules, which would be many more. */
    private static final ManagedStrategyGuarantee ENCODING = ManagedStrategyGuaranteeKt.forClasses(
                    "io.throughline.core.internal.json.FrameEncoder",
                    "io.throughline.api.spi.EventFrame",
                    "io.throughline.api.EncodedMessage",
                    "io.throughline.core.internal.hub.IdSource",
                    "io.throughline.core.internal.count.Counters")
            .allMethods()
            .ignore();

    private static void check(Options<?, ?> options) {
        options.invocationTimeout$lincheck(HANGS_AFTER_MILLIS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(0)
                .sequentialSpecification(InSequence.class)
                .check(HubUnderLincheck.class);
    }

    @Test
    void under_stress_every_answer_has_an_order_that_explains_it() {
        check(new StressOptions().iterations(FULL ? 100 : 5).invocationsPerIteration(FULL ? 2_000 : 50));
    }

    @Test
    void in_chosen_schedules_every_answer_has_an_order_that_explains_it() {
        check(new ModelCheckingOptions()
                .iterations(FULL ? 50 : 4)
                .invocationsPerIteration(FULL ? 300 : 15)
                .addGuarantee(ENCODING));
    }
}
