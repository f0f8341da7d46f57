// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.core.AdapterRegistry;
import io.throughline.core.DiscoveryReport;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers in named modules, whose class loaders no service file leads to. */
class ProvidersInModulesTest {
    @TempDir
    Path lib;

    private ZooJar module(String provided) {
        return new ZooJar(lib, "plugin.jar").source("module-info", """
                        module plugin {
                            requires io.throughline.api;
                            provides io.throughline.api.spi.WebSocketManagerProvider with %s;
                        }
                        """.formatted(provided));
    }

    private DiscoveryReport discover(Path... modules) {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration plugIns =
                boot.configuration().resolve(ModuleFinder.of(modules), ModuleFinder.of(), Set.of("plugin"));
        ClassLoader loader = boot.defineModulesWithOneLoader(plugIns, getClass().getClassLoader())
                .findLoader("plugin");
        return AdapterRegistry.builder().classLoader(loader).build().report();
    }

    private static List<String> lines(List<?> providers) {
        return providers.stream().map(Object::toString).toList();
    }

    private static ZooJar with(ZooJar jar, ProviderSource... providers) {
        for (ProviderSource provider : providers) {
            jar.source(provider.className(), provider.text());
        }
        return jar;
    }

    @Test
    void a_good_provider_loads_though_its_package_is_not_exported() {
        Path jar = with(module("zoo.Good"), ProviderSource.of("zoo.Good")).build();

        DiscoveryReport report = discover(jar);

        assertEquals(List.of("good (order 0): zoo.Good from " + jar), lines(report.loaded()));
        assertEquals(List.of(), lines(report.rejected()));
    }

    @Test
    void failing_providers_are_reported_with_their_jar_and_the_good_one_beside_them_loads() {
        Path jar = with(
                        module("zoo.Constructor, zoo.NoSuperclass, zoo.Initialiser, zoo.Factory, zoo.Good"),
                        ProviderSource.of("zoo.Constructor").members("""
                                public Constructor() { throw new IllegalStateException("no licence"); }"""),
                        ProviderSource.of("zoo.NoSuperclass")
                                .header(
                                        "public class NoSuperclass extends Missing implements WebSocketManagerProvider"),
                        ProviderSource.of("zoo.Initialiser").members("""
                                static final int PORT = Integer.parseInt("none");"""),
                        ProviderSource.of("zoo.Factory").members("""
                                public static WebSocketManagerProvider provider() { throw new IllegalStateException("closed"); }"""),
                        ProviderSource.of("zoo.Good"))
                .source("zoo.Missing", "package zoo; public class Missing {}")
                .without("zoo.Missing")
                .build();

        DiscoveryReport report = discover(jar);

        assertEquals(List.of("good (order 0): zoo.Good from " + jar), lines(report.loaded()));
        assertEquals(
                List.of(
                        "zoo.Constructor from " + jar
                                + ": creating it threw java.lang.IllegalStateException: no licence",
                        "zoo.Initialiser from " + jar
                                + ": its static initialiser threw java.lang.NumberFormatException: For input string: \"none\"",
                        "zoo.NoSuperclass from " + jar + ": a class that it needs is missing: zoo/Missing",
                        "zoo.Factory from " + jar + ": creating it threw java.lang.IllegalStateException: closed"),
                lines(report.rejected()));
    }

    @Test
    void a_provider_that_only_a_service_file_names_is_reported_since_its_module_does_not_provide_it() {
        Path jar = with(
                        module("zoo.Good").services("zoo.Good", "zoo.Forgotten"),
                        ProviderSource.of("zoo.Good"),
                        ProviderSource.of("zoo.Forgotten"))
                .build();

        DiscoveryReport report = discover(jar);

        assertEquals(1, report.loaded().size());
        assertEquals(
                List.of("zoo.Forgotten from " + jar + ": the descriptor of its module plugin does not provide it"),
                lines(report.rejected()));
    }
}
