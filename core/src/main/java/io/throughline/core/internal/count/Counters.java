// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.count;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one hub; they only rise. Thread-safe. */
public final class Counters {
    private final Map<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    /** Makes counters that stand at zero. */
    public Counters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    /** Counts one. */
    public void count(Counter counter) {
        count(counter, 1);
    }

    /** Counts several. */
    public void count(Counter counter, long times) {
        adder(counter).add(times);
    }

    /** Answers how many were counted. */
    public long value(Counter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(adders.get(counter));
    }

    /** Answers all values by their public names, in the order of their declaration, unmodifiable. */
    public Map<String, Long> snapshot() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            values.put(counter.publicName(), value(counter));
        }
        return Collections.unmodifiableMap(values);
    }
}
