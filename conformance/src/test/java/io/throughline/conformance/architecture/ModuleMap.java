// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which modules there are, and which arrows there may be between them.
 *
 * @param modules each module of the build that has classes
 */
public record ModuleMap(List<Module> modules) {
    /**
     * A module.
     *
     * @param name the last part of its folder
     * @param rootPackage the package that no other module has
     * @param mayUse the names of the modules that it may use
     */
    public record Module(String name, String rootPackage, Set<String> mayUse) {
        boolean holds(JavaClass type) {
            return type.getPackageName().equals(rootPackage)
                    || type.getPackageName().startsWith(rootPackage + ".");
        }
    }

    /** The project's own: everything may use api, nothing uses legacy-compat or the testkit. */
    public static final ModuleMap PROJECT = new ModuleMap(List.of(
            new Module("api", "io.throughline.api", Set.of()),
            new Module("core", "io.throughline.core", Set.of("api")),
            new Module("testkit", "io.throughline.testkit", Set.of("api")),
            new Module("auth-jwt", "io.throughline.auth.jwt", Set.of("api")),
            new Module("jakarta-endpoint", "io.throughline.jakarta.endpoint", Set.of("api", "core")),
            new Module("tyrus", "io.throughline.tyrus", Set.of("api", "core", "jakarta-endpoint")),
            new Module("java", "io.throughline.client", Set.of("api")),
            new Module("guice", "io.throughline.guice", Set.of("api", "core")),
            new Module("legacy-compat", "io.throughline.compat", Set.of("api", "core"))));

    Optional<Module> of(JavaClass type) {
        return modules.stream().filter(module -> module.holds(type)).findFirst();
    }

    boolean mayUse(JavaClass origin, JavaClass target) {
        Optional<Module> used = of(target);
        Optional<Module> using = of(origin);
        return used.isEmpty()
                || used.equals(using)
                || using.filter(module -> module.mayUse().contains(used.get().name()))
                        .isPresent();
    }

    boolean crossesInto(JavaClass origin, JavaClass target) {
        return of(target).isPresent() && !of(origin).equals(of(target));
    }
}
