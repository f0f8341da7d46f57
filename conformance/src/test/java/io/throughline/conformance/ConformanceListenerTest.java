// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** How outcomes are counted, tried on checks that pass, fail, do not apply, are disabled, or never come to run. */
class ConformanceListenerTest {

    static class Good {
        @Once
        void once() {}

        @EveryManager
        void every(ManagerSubject subject) {
            assertTrue(Managers.all().anyMatch(manager -> manager == subject));
        }

        @Test
        void no_check() {}
    }

    @Tag("fake")
    static class FailsForOne {
        @EveryManager
        void every(ManagerSubject subject) {
            assertEquals(false, subject.toString().equals("bridged"), "the bridge is broken");
        }
    }

    static class AppliesToOne {
        @EveryManager
        void every(ManagerSubject subject) {
            NotApplicable.unless(subject.toString().equals("direct"), "it is another");
        }
    }

    static class AppliesToNone {
        @EveryManager
        void every(ManagerSubject subject) {
            NotApplicable.unless(subject == null, "it is there");
        }

        @Once
        void once() {
            Assumptions.abort("not here");
        }
    }

    static class IsDisabled {
        @Disabled("out of order")
        @EveryManager
        void every(ManagerSubject subject) {}
    }

    @Disabled("all of it")
    static class IsDisabledAsAWhole {
        @Once
        void once() {}
    }

    static class NeverRuns {
        @BeforeAll
        static void prepare() {
            assertEquals("prepared", "not prepared");
        }

        @Once
        void once() {}

        @EveryManager
        void every(ManagerSubject subject) {}
    }

    static class NoCheckAtAll {
        @Test
        void no_check() {}
    }

    private static List<String> printedFor(Filter<?>[] filters, Class<?>... tests) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Arrays.stream(tests)
                                .map(type -> selectClass(type.getName()))
                                .toArray(ClassSelector[]::new))
                        .filters(filters)
                        .build(),
                new ConformanceListener(new PrintStream(printed, true, StandardCharsets.UTF_8)));
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> printedFor(Class<?>... tests) {
        return printedFor(new Filter<?>[0], tests);
    }

    private static String lineOf(List<String> lines, String manager) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(manager + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void counts_what_passed_for_the_system_and_for_each_manager() {
        List<String> lines = printedFor(Good.class);
        assertEquals("conformance: 2 passed, 0 failed, 0 skipped", lines.get(0));
        assertEquals("  direct            1 passed, 0 failed, 0 not applicable", lines.get(1));
        assertEquals("  whole code base   1 passed, 0 failed, 0 not applicable", lines.get(lines.size() - 1));
        assertEquals(2 + Managers.all().count(), lines.size());
    }

    @Test
    void a_check_that_fails_for_one_manager_has_failed() {
        List<String> lines = printedFor(FailsForOne.class);
        assertEquals("conformance: 0 passed, 1 failed, 0 skipped", lines.get(0));
        assertTrue(lineOf(lines, "bridged").endsWith("0 passed, 1 failed, 0 not applicable"));
        assertTrue(lineOf(lines, "direct").endsWith("1 passed, 0 failed, 0 not applicable"));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("    every: the bridge is broken")));
    }

    @Test
    void a_check_that_applies_to_one_manager_and_passes_has_passed() {
        List<String> lines = printedFor(AppliesToOne.class);
        assertEquals("conformance: 1 passed, 0 failed, 0 skipped", lines.get(0));
        assertTrue(lineOf(lines, "bridged").endsWith("0 passed, 0 failed, 1 not applicable"));
        assertTrue(lines.contains("    every: not applicable: it is another"));
    }

    @Test
    void a_check_that_applies_to_none_is_skipped_and_so_is_a_disabled_one() {
        assertEquals(
                "conformance: 0 passed, 0 failed, 2 skipped",
                printedFor(AppliesToNone.class).get(0));
        assertEquals(
                "conformance: 0 passed, 0 failed, 1 skipped",
                printedFor(IsDisabled.class).get(0));
        assertEquals(
                "conformance: 0 passed, 0 failed, 1 skipped",
                printedFor(IsDisabledAsAWhole.class).get(0));
    }

    @Test
    void a_check_that_never_came_to_run_has_failed() {
        assertEquals(
                "conformance: 0 passed, 2 failed, 0 skipped",
                printedFor(NeverRuns.class).get(0));
    }

    @Test
    void counts_only_what_the_tags_let_run() {
        Filter<?>[] fakeOnly = {TagFilter.includeTags("fake")};
        assertEquals(
                "conformance: 0 passed, 1 failed, 0 skipped",
                printedFor(fakeOnly, Good.class, FailsForOne.class).get(0));
    }

    @Test
    void says_nothing_where_no_check_ran() {
        assertEquals(List.of(), printedFor(NoCheckAtAll.class));
    }
}
