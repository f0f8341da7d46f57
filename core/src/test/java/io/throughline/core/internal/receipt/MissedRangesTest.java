// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MissedRangesTest {
    private record Range(int from, int to) {}

    @Provide
    Arbitrary<List<Range>> ranges() {
        Arbitrary<Range> range = Combinators.combine(
                        Arbitraries.integers().between(1, 200),
                        Arbitraries.integers().between(0, 20))
                .as((from, length) -> new Range(from, from + length));
        return range.list().ofMaxSize(MissedRanges.MAX_RANGES);
    }

    @Property
    void they_hold_what_was_added(@ForAll("ranges") List<Range> added) {
        MissedRanges missed = new MissedRanges();
        BitSet model = new BitSet();
        for (Range range : added) {
            missed.add(range.from(), range.to());
            model.set(range.from(), range.to() + 1);
        }
        for (int seq = 0; seq < 240; seq++) {
            assertEquals(model.get(seq), missed.contains(seq), "seq " + seq + " of " + added);
        }
    }

    @Test
    void too_many_become_fewer_and_none_is_lost() {
        MissedRanges missed = new MissedRanges();
        for (int i = 0; i < 1_000; i++) {
            missed.add(10L * i, 10L * i + 1);
        }
        assertEquals(MissedRanges.MAX_RANGES, missed.size());
        for (int i = 0; i < 1_000; i++) {
            assertTrue(missed.contains(10L * i));
        }
        assertFalse(missed.contains(9_985));
        assertFalse(missed.contains(9_992));
    }
}
