// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ServiceLoader;
import java.util.function.BiPredicate;
import org.jspecify.annotations.NullMarked;

/** The rules themselves, each to be checked on the project and on a fixture that breaks it. */
public final class Rules {
    private Rules() {}

    /** No package needs, by whatever detour, a package that needs it. */
    public static ArchRule noPackageCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(**)").should().beFreeOfCycles();
    }

    /** No module needs, by whatever detour, a module that needs it. */
    public static ArchRule noModuleCycles(ModuleMap map) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public String getDescription() {
                        return "modules";
                    }

                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return map.of(type)
                                .map(module -> SliceIdentifier.of(module.name()))
                                .orElseGet(SliceIdentifier::ignore);
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    /** What is internal to a module is used by that module alone. */
    public static ArchRule internalStaysInside(ModuleMap map) {
        return classes()
                .should(notDependOn(
                        "what is internal to another module",
                        (origin, target) -> target.getPackageName().matches(".*\\.internal(\\..*)?")
                                && map.crossesInto(origin, target)));
    }

    /** Modules use only those that the architecture lets them use. */
    public static ArchRule arrowsAsDrawn(ModuleMap map) {
        return classes()
                .should(notDependOn(
                        "a module that theirs may not use", (origin, target) -> !map.mayUse(origin, target)));
    }

    /** Libraries log; they do not print. */
    public static ArchRule noPrinting() {
        return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
    }

    /** Discovery happens in one place. */
    public static ArchRule onePlaceOfDiscovery() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.throughline.core.internal.discovery..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ServiceLoader.class);
    }

    /** Every package says where null may stand. */
    public static ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("stand in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                events.add(new SimpleConditionEvent(
                        type, marked, "package " + type.getPackageName() + " is not @NullMarked"));
            }
        });
    }

    private static ArchCondition<JavaClass> notDependOn(String what, BiPredicate<JavaClass, JavaClass> forbidden) {
        return new ArchCondition<>("not depend on " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    if (forbidden.test(type, dependency.getTargetClass().getBaseComponentType())) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
