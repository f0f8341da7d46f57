// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.multibindings.Multibinder;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.AdapterRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final String PROVIDER = """
            package plugin;

            import io.throughline.api.WebSocketManagerProtocol;
            import io.throughline.api.spi.*;

            public class Discovered implements WebSocketManagerProvider {
                public String id() { return "discovered"; }
                public ProtocolVersionRange protocolVersions() { return ProtocolVersionRange.only(1); }
                public boolean supports(Object legacyManager) { return false; }
                public WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context) {
                    throw new UnsupportedOperationException();
                }
            }
            """;

    @TempDir
    Path folder;

    private URLClassLoader plugIns;

    @BeforeEach
    void compile_a_plug_in() throws IOException {
        Path classes = JavaTools.compile(
                folder, Map.of("plugin/Discovered.java", PROVIDER), "-cp", JavaTools.applicationPath());
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(WebSocketManagerProvider.class.getName()), "plugin.Discovered\n");
        plugIns = new URLClassLoader(new URL[] {classes.toUri().toURL()}, RegistryTest.class.getClassLoader());
    }

    @AfterEach
    void close_the_plug_in() throws IOException {
        plugIns.close();
    }

    private AdapterRegistry registry(Module... more) {
        Module loader = binder ->
                binder.bind(AdapterRegistryConfigurer.class).toInstance(registry -> registry.classLoader(plugIns));
        return Guice.createInjector(Stream.concat(Stream.of(new ThroughlineModule(), loader), Stream.of(more))
                        .toList())
                .getInstance(AdapterRegistry.class);
    }

    private static Module provider(String id, int order) {
        return binder -> Multibinder.newSetBinder(binder, WebSocketManagerProvider.class)
                .addBinding()
                .toInstance(new NotedProvider(id, order));
    }

    private static List<String> loaded(AdapterRegistry registry) {
        return registry.report().loaded().stream()
                .map(provider -> provider.id() + (provider.isExplicit() ? " explicit" : " discovered"))
                .toList();
    }

    @Test
    void bound_and_discovered_providers_are_asked_in_one_order() {
        AdapterRegistry registry = registry(provider("late", 1), provider("early", -1));

        assertEquals(List.of("early explicit", "discovered discovered", "late explicit"), loaded(registry));
        assertEquals(0, registry.adapt("a legacy manager").getConnectionCount());
    }

    @Test
    void a_bound_provider_wins_over_a_discovered_one_with_its_id() {
        AdapterRegistry registry = registry(provider("discovered", 0));

        assertEquals(List.of("discovered explicit"), loaded(registry));
        assertEquals("plugin.Discovered", registry.report().rejected().get(0).className());
    }

    @Test
    void two_bound_providers_with_one_id_are_refused() {
        ProvisionException failure =
                assertThrows(ProvisionException.class, () -> registry(provider("same", 0), provider("same", 1)));

        assertTrue(failure.getMessage().contains("[TL-4002] the id \"same\" is that of"), failure.getMessage());
    }
}
