// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.ProviderException;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.AdapterRegistry;
import io.throughline.core.DiscoveryReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken providers of every kind in real jars: each is reported with its jar and a reason, and harms no other. */
class ProvidersZooTest {
    @TempDir
    Path lib;

    private ZooJar jar(String name) {
        return new ZooJar(lib, name);
    }

    private Path jar(String name, ProviderSource... providers) {
        ZooJar jar = jar(name);
        Stream.of(providers).forEach(jar::provider);
        return jar.build();
    }

    private Path good() {
        return jar("good.jar", ProviderSource.of("zoo.Good"));
    }

    private AdapterRegistry discover(Path... jars) {
        return registry(AdapterRegistry.builder(), jars);
    }

    private static AdapterRegistry registry(AdapterRegistry.Builder builder, Path... jars) {
        URL[] urls = Stream.of(jars).map(ProvidersZooTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ProvidersZooTest.class.getClassLoader())) {
            return builder.classLoader(loader).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> loaded(AdapterRegistry registry) {
        return registry.report().loaded().stream()
                .map(DiscoveryReport.LoadedProvider::id)
                .toList();
    }

    private static DiscoveryReport.RejectedProvider onlyRejected(AdapterRegistry registry) {
        assertEquals(1, registry.report().rejected().size(), registry.report()::toString);
        return registry.report().rejected().get(0);
    }

    @Test
    void the_whole_zoo_is_reported_and_the_good_provider_among_it_loads() throws IOException {
        Path truncated = jar("truncated.jar", ProviderSource.of("zoo.Truncated"));
        Files.write(truncated, Arrays.copyOf(Files.readAllBytes(truncated), 200));

        AdapterRegistry registry = discover(
                jar("constructor.jar", ProviderSource.of("zoo.Constructor").members("""
                        public Constructor() { throw new IllegalStateException("no licence"); }""")),
                jar("initialiser.jar", ProviderSource.of("zoo.Initialiser").members("""
                        static final int PORT = Integer.parseInt("none");""")),
                jar("no-subtype.jar")
                        .source("zoo.NoSubtype", "package zoo; public class NoSubtype {}")
                        .services("zoo.NoSubtype")
                        .build(),
                jar("no-class.jar").services("zoo.NoClass").build(),
                jar("no-superclass.jar")
                        .source("zoo.Missing", "package zoo; public class Missing {}")
                        .provider(
                                ProviderSource.of("zoo.NoSuperclass")
                                        .header(
                                                "public class NoSuperclass extends Missing implements WebSocketManagerProvider"))
                        .without("zoo.Missing")
                        .build(),
                jar("no-library.jar")
                        .source("zoo.Library", "package zoo; public class Library {}")
                        .provider(ProviderSource.of("zoo.NoLibrary")
                                .members("private final Object library = new Library();"))
                        .without("zoo.Library")
                        .build(),
                jar("malformed.jar")
                        .services("zoo malformed line")
                        .provider(ProviderSource.of("zoo.BelowMalformed"))
                        .services("zoo..Dots")
                        .build(),
                jar("duplicate-1.jar", ProviderSource.of("zoo.One").id("return \"same\";")),
                jar("duplicate-2.jar", ProviderSource.of("zoo.Two").id("return \"same\";")),
                jar("version.jar", ProviderSource.of("zoo.Future").versions("return new ProtocolVersionRange(2, 3);")),
                jar("no-version.jar", ProviderSource.of("zoo.NoVersion").versions("return null;")),
                jar(
                        "versions-throw.jar",
                        ProviderSource.of("zoo.VersionsThrow").versions("return new ProtocolVersionRange(1, 0);")),
                jar("id-throws.jar", ProviderSource.of("zoo.IdThrows").id("throw new AssertionError(\"not now\");")),
                jar("null-id.jar", ProviderSource.of("zoo.NullId").id("return null;")),
                jar("bad-id.jar", ProviderSource.of("zoo.BadId").id("return \"Bad Id\";")),
                jar("order-throws.jar", ProviderSource.of("zoo.OrderThrows").order("return order();")),
                jar(
                        "abstract.jar",
                        ProviderSource.of("zoo.Abstract")
                                .header("public abstract class Abstract implements WebSocketManagerProvider")),
                jar("no-constructor.jar", ProviderSource.of("zoo.NoConstructor").members("""
                        public NoConstructor(int port) {}""")),
                jar("private.jar", ProviderSource.of("zoo.Private").members("private Private() {}")),
                jar(
                        "not-public.jar",
                        ProviderSource.of("zoo.NotPublic")
                                .header("class NotPublic implements WebSocketManagerProvider")
                                .members("public NotPublic() {}")),
                jar("broken-class.jar")
                        .services("zoo.BrokenClass")
                        .entry("zoo/BrokenClass.class", "not a class".getBytes(StandardCharsets.UTF_8))
                        .build(),
                truncated,
                jar("empty.jar").entry(ZooJar.SERVICES, new byte[0]).build(),
                jar("comments.jar")
                        .services("# what follows is twice the same", "", "  zoo.Commented  # here", "zoo.Commented")
                        .source(
                                "zoo.Commented",
                                ProviderSource.of("zoo.Commented").text())
                        .build(),
                good());

        assertEquals(golden("providers-zoo.txt"), lines(registry));
    }

    private List<String> lines(AdapterRegistry registry) {
        String separator = lib.getFileSystem().getSeparator();
        return registry.report()
                .toString()
                .replace(lib + separator, "lib/")
                .lines()
                .toList();
    }

    private static List<String> golden(String name) throws IOException {
        try (InputStream in = ProvidersZooTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void without_any_provider_the_report_says_so() {
        assertEquals("adapters: 0 loaded, 0 rejected", discover().report().toString());
    }

    @Test
    void good_providers_above_and_below_a_malformed_line_load() {
        AdapterRegistry registry = discover(jar("mixed.jar")
                .provider(ProviderSource.of("zoo.Above"))
                .services("this is = no class")
                .provider(ProviderSource.of("zoo.Below"))
                .build());

        assertEquals(List.of("above", "below"), loaded(registry));
        assertEquals("this is = no class", onlyRejected(registry).className());
        assertEquals(
                "line 2 of " + ZooJar.SERVICES + " is not the name of a class",
                onlyRejected(registry).reason());
    }

    @Test
    void several_providers_that_miss_the_same_superclass_are_each_reported() {
        AdapterRegistry registry = discover(
                jar("orphans.jar")
                        .source("zoo.Missing", "package zoo; public class Missing {}")
                        .provider(ProviderSource.of("zoo.First")
                                .header("public class First extends Missing implements WebSocketManagerProvider"))
                        .provider(ProviderSource.of("zoo.Second")
                                .header("public class Second extends Missing implements WebSocketManagerProvider"))
                        .without("zoo.Missing")
                        .build(),
                good());

        assertEquals(List.of("good"), loaded(registry));
        assertEquals(
                List.of("zoo.First", "zoo.Second"),
                registry.report().rejected().stream()
                        .map(DiscoveryReport.RejectedProvider::className)
                        .toList());
    }

    @Test
    void asking_for_a_duplicate_id_names_both_jars() {
        Path one = jar("one.jar", ProviderSource.of("zoo.One").id("return \"same\";"));
        Path two = jar("two.jar", ProviderSource.of("zoo.Two").id("return \"same\";"));
        AdapterRegistry registry = discover(one, two, good());

        ProviderException refusal = assertThrows(ProviderException.class, () -> registry.provider("same"));

        assertEquals(ErrorIds.DUPLICATE_PROVIDER, refusal.errorId());
        assertTrue(refusal.getMessage().contains(one.toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(two.toString()), refusal.getMessage());
        assertEquals(List.of("good"), loaded(registry));
    }

    @Test
    void registering_a_provider_settles_a_duplicate_id() {
        Path one = jar("one.jar", ProviderSource.of("zoo.One").id("return \"same\";"));
        Path two = jar("two.jar", ProviderSource.of("zoo.Two").id("return \"same\";"));
        SelfMadeProvider mine = new SelfMadeProvider("same");

        AdapterRegistry registry = registry(AdapterRegistry.builder().provider(mine), one, two);

        assertEquals(mine, registry.provider("same"));
        assertTrue(registry.report().loaded().get(0).isExplicit());
        assertEquals(
                List.of(
                        "the application registered a provider with this id",
                        "the application registered a provider with this id"),
                registry.report().rejected().stream()
                        .map(DiscoveryReport.RejectedProvider::reason)
                        .toList());
    }

    @Test
    void asking_for_a_rejected_id_says_why_it_was_rejected() {
        Path future =
                jar("future.jar", ProviderSource.of("zoo.Future").versions("return new ProtocolVersionRange(2, 3);"));
        Path broken = jar("broken.jar", ProviderSource.of("zoo.Broken").order("throw new IllegalStateException();"));
        AdapterRegistry registry = discover(future, broken);

        assertRefusal(
                ErrorIds.PROVIDER_REJECTED,
                "the provider \"future\" was rejected: zoo.Future from " + future
                        + ": it was built for protocol versions 2 to 3, this is version 1. Replace it.",
                () -> registry.provider("future"));
        assertRefusal(
                ErrorIds.PROVIDER_REJECTED,
                "the provider \"broken\" was rejected: zoo.Broken from " + broken
                        + ": it threw java.lang.IllegalStateException when it was asked for its order. Replace it.",
                () -> registry.provider("broken"));
        assertRefusal(
                ErrorIds.NO_PROVIDER,
                "there is no provider \"unheard-of\". There are: none; rejected: 2. Add the artifact that brings it, or"
                        + " register it with the builder.",
                () -> registry.provider("unheard-of"));
    }

    private static void assertRefusal(ErrorId id, String message, Runnable action) {
        ProviderException refusal = assertThrows(ProviderException.class, action::run);
        assertEquals(id.describe(message), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new IllegalStateException();",
                "throw new NoClassDefFoundError(\"legacy/Session\");",
                "throw new AssertionError();",
                "return supports(legacyManager);"
            })
    void a_provider_that_fails_when_it_is_asked_is_passed_over(String body) {
        AdapterRegistry registry = discover(
                jar(
                        "failing.jar",
                        ProviderSource.of("zoo.Failing").order("return -1;").supports(body)),
                jar("able.jar", ProviderSource.of("zoo.Able").adapt("throw new IllegalArgumentException(\"able\");")));

        ProviderException failure = assertThrows(ProviderException.class, () -> registry.adapt("a legacy manager"));

        assertEquals(List.of("failing", "able"), loaded(registry));
        assertEquals("able", failure.getCause().getMessage());
    }

    @Test
    void a_provider_that_answers_null_or_throws_is_named_with_its_jar() {
        Path nothing = jar("nothing.jar", ProviderSource.of("zoo.Nothing").adapt("return null;"));
        assertRefusal(
                ErrorIds.PROVIDER_FAILED,
                "the provider nothing from " + nothing
                        + " answered null when it was to adapt an object of class java.lang.String.",
                () -> discover(nothing).adapt("a legacy manager"));

        Path throwing = jar("throwing.jar", ProviderSource.of("zoo.Throwing").adapt("throw new StackOverflowError();"));
        ProviderException failure =
                assertThrows(ProviderException.class, () -> discover(throwing).adapt("a legacy manager"));
        assertInstanceOf(StackOverflowError.class, failure.getCause());
        assertTrue(failure.getMessage().contains("the provider throwing from " + throwing), failure.getMessage());
    }

    @Test
    void what_nobody_supports_is_answered_with_who_was_asked() {
        AdapterRegistry registry =
                discover(good(), jar("no-class.jar").services("zoo.NoClass").build());

        assertRefusal(
                ErrorIds.NO_PROVIDER,
                "no provider supports class java.lang.Integer. Asked were: good; rejected before: 1. Add the artifact of an"
                        + " adapter for it, or register one with the builder.",
                () -> registry.adapt(Integer.class));
    }

    @Test
    void a_registered_provider_is_asked_beside_the_discovered_ones() {
        SelfMadeProvider mine = new SelfMadeProvider("mine");
        AdapterRegistry registry = registry(AdapterRegistry.builder().provider(mine), good());

        WebSocketManagerProtocol adapted = registry.adapt(42);

        assertEquals(List.of("good", "mine"), loaded(registry));
        assertEquals(mine.adapted(), adapted);
    }

    @Test
    void without_discovery_only_registered_providers_count() {
        AdapterRegistry registry =
                registry(AdapterRegistry.builder().withoutDiscovery().provider(new SelfMadeProvider("mine")), good());

        assertEquals(List.of("mine"), loaded(registry));
        assertTrue(registry.report().loaded().get(0).isExplicit());
        assertEquals(List.of(), registry.report().rejected());
    }
}
