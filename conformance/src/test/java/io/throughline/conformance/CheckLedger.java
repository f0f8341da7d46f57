// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of each check, for each manager; and the summary of it. */
final class CheckLedger {
    /** What became of a check on one manager. */
    enum Outcome {
        PASSED,
        FAILED,
        NOT_APPLICABLE
    }

    /** Stands in the place of a manager for checks that run once; its line is the last. */
    static final String WHOLE_CODE_BASE = "whole code base";

    private record Entry(String check, Outcome outcome, String reason) {}

    private static final class Check {
        final List<Outcome> outcomes = new ArrayList<>();
        boolean skipped;
    }

    private final Map<String, Check> checks = new TreeMap<>();
    private final Map<String, List<Entry>> byManager = new LinkedHashMap<>();

    void plan(String check) {
        checks.computeIfAbsent(check, name -> new Check());
    }

    boolean isEmpty() {
        return checks.isEmpty();
    }

    /** Notes what became of a check on a manager. */
    void note(String check, String manager, Outcome outcome, String reason) {
        checks.computeIfAbsent(check, name -> new Check()).outcomes.add(outcome);
        byManager.computeIfAbsent(manager, name -> new ArrayList<>()).add(new Entry(check, outcome, shortened(reason)));
    }

    private static String shortened(String reason) {
        return reason.length() > 200 ? reason.substring(0, 200) + "…" : reason;
    }

    /** Notes that a check failed outside of any manager. */
    void noteFailed(String check) {
        checks.computeIfAbsent(check, name -> new Check()).outcomes.add(Outcome.FAILED);
    }

    /** Notes that a check was not run on purpose. */
    void noteSkipped(String check) {
        checks.computeIfAbsent(check, name -> new Check()).skipped = true;
    }

    /** Passed, failed and skipped, over all managers: planned checks of which nothing was heard count as failed. */
    String total() {
        int passed = 0;
        int failed = 0;
        int skipped = 0;
        for (Check check : checks.values()) {
            if (check.outcomes.contains(Outcome.FAILED) || (check.outcomes.isEmpty() && !check.skipped)) {
                failed++;
            } else if (check.outcomes.contains(Outcome.PASSED)) {
                passed++;
            } else {
                skipped++;
            }
        }
        return "conformance: " + passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    /** The total, then a line for each manager, each with the reasons for what does not apply to it. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(total());
        byManager.keySet().stream()
                .sorted(Comparator.comparing(WHOLE_CODE_BASE::equals))
                .forEach(manager -> lines.addAll(linesOf(manager, byManager.getOrDefault(manager, List.of()))));
        return lines;
    }

    private static List<String> linesOf(String manager, List<Entry> entries) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "  %-16s %2d passed, %d failed, %d not applicable",
                manager,
                count(entries, Outcome.PASSED),
                count(entries, Outcome.FAILED),
                count(entries, Outcome.NOT_APPLICABLE)));
        entries.stream()
                .filter(entry -> entry.outcome() != Outcome.PASSED)
                .forEach(entry -> lines.add("    " + entry.check() + ": " + entry.reason()));
        return lines;
    }

    private static long count(List<Entry> entries, Outcome outcome) {
        return entries.stream().filter(entry -> entry.outcome() == outcome).count();
    }
}
