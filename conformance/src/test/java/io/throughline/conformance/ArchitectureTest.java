// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.throughline.conformance.architecture.ModuleMap;
import io.throughline.conformance.architecture.ModuleMap.Module;
import io.throughline.conformance.architecture.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of architecture, each kept by all production classes and broken by a fixture. */
class ArchitectureTest {
    private static final String FIXTURE = "io.throughline.conformance.architecture.fixture";

    private static final ModuleMap FIXTURE_MODULES = new ModuleMap(
            List.of(new Module("one", FIXTURE + ".one", Set.of()), new Module("two", FIXTURE + ".two", Set.of())));

    private static final ModuleMap PROJECT = ModuleMap.PROJECT;

    private record Rule(ArchRule ofProject, ArchRule ofFixture, String brokenIn) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Rules.noPackageCycles("io.throughline"), Rules.noPackageCycles(FIXTURE), "fixture.one"),
            new Rule(Rules.noModuleCycles(PROJECT), Rules.noModuleCycles(FIXTURE_MODULES), "fixture.one"),
            new Rule(Rules.internalStaysInside(PROJECT), Rules.internalStaysInside(FIXTURE_MODULES), "internal.Hidden"),
            new Rule(Rules.arrowsAsDrawn(PROJECT), Rules.arrowsAsDrawn(FIXTURE_MODULES), "fixture.two.Two"),
            new Rule(Rules.noPrinting(), Rules.noPrinting(), "System.err"),
            new Rule(Rules.onePlaceOfDiscovery(), Rules.onePlaceOfDiscovery(), "java.util.ServiceLoader"),
            new Rule(Rules.everyPackageIsNullMarked(), Rules.everyPackageIsNullMarked(), "fixture.unmarked"));

    @TestFactory
    List<DynamicTest> the_project_keeps_the_rules() {
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.ofProject().getDescription(),
                        () -> rule.ofProject().check(CodeBase.productionClasses())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> each_rule_can_fail() {
        JavaClasses broken = new ClassFileImporter().importPackages(FIXTURE);
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.ofFixture().getDescription(), () -> {
                    AssertionError failure = assertThrows(
                            AssertionError.class, () -> rule.ofFixture().check(broken));
                    assertTrue(failure.getMessage().contains(rule.brokenIn()), failure::getMessage);
                }))
                .toList();
    }

    /** A module that is new in the build is looked at too: it stands in the map and on this module's class path. */
    @Test
    void every_module_of_the_build_is_looked_at() throws IOException {
        String pom = Files.readString(CodeBase.root().resolve("pom.xml"));
        Set<String> withClasses = Pattern.compile("<module>(.+?)</module>")
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .filter(folder -> !folder.startsWith("examples/") && !folder.equals("benchmarks"))
                .filter(folder ->
                        Files.isDirectory(CodeBase.root().resolve(folder).resolve("src/main/java")))
                .map(folder -> Path.of(folder).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> mapped =
                PROJECT.modules().stream().map(Module::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(withClasses, mapped, "modules with classes, and modules in ModuleMap");
        assertEquals(mapped.size(), CodeBase.production().size(), () -> "on the class path: " + CodeBase.production());
    }

    @Test
    void each_module_has_a_root_package_of_its_own() {
        for (Path artifact : CodeBase.production()) {
            Set<String> roots = CodeBase.classFiles(artifact).stream()
                    .filter(name -> name.contains("/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .map(packageName -> PROJECT.modules().stream()
                            .map(Module::rootPackage)
                            .filter(root -> (packageName + ".").startsWith(root + "."))
                            .findFirst()
                            .orElse("outside of all modules: " + packageName))
                    .collect(Collectors.toSet());
            assertEquals(1, roots.size(), () -> artifact + " has " + roots);
        }
    }
}
