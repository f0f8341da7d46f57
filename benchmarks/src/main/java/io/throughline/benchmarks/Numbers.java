// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import java.util.List;
import java.util.Locale;

/** Medians, and numbers as text. */
final class Numbers {
    private Numbers() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String text(List<Double> values) {
        return values.stream().map(Numbers::text).toList().toString();
    }
}
