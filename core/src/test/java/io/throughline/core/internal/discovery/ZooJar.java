// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.spi.WebSocketManagerProvider;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real jar with freshly compiled classes and a provider file, both as good or bad as the test wants them. */
final class ZooJar {
    static final String SERVICES = "META-INF/services/" + WebSocketManagerProvider.class.getName();

    private final Path folder;
    private final String name;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final List<String> left = new ArrayList<>();

    ZooJar(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Adds a class. */
    ZooJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Adds a provider and declares it. */
    ZooJar provider(ProviderSource provider) {
        return source(provider.className(), provider.text()).services(provider.className());
    }

    /** Adds lines to the provider file. */
    ZooJar services(String... lines) {
        byte[] before = entries.getOrDefault(SERVICES, new byte[0]);
        String text = new String(before, StandardCharsets.UTF_8) + String.join("\n", lines) + "\n";
        return entry(SERVICES, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file as it is, or replaces a class after the compilation. */
    ZooJar entry(String path, byte[] content) {
        entries.put(path, content);
        return this;
    }

    /** Leaves out a class that others were compiled against. */
    ZooJar without(String className) {
        left.add(path(className));
        return this;
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    /** Writes the jar. */
    Path build() {
        try {
            Map<String, byte[]> content = sources.isEmpty() ? new TreeMap<>() : compile();
            content.putAll(entries);
            left.forEach(content::remove);
            Path jar = folder.resolve(name);
            write(jar, content);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path jar, Map<String, byte[]> content) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                entries.putNextEntry(new JarEntry(entry.getKey()));
                entries.write(entry.getValue());
                entries.closeEntry();
            }
        }
    }

    private Map<String, byte[]> compile() throws IOException {
        Path work = folder.resolve("build-" + name);
        Path classes = work.resolve("classes");
        String option = sources.containsKey("module-info") ? "--module-path" : "-classpath";
        List<String> arguments = new ArrayList<>(List.of(option, ownPath(), "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output);
        int status =
                ToolProvider.findFirst("javac").orElseThrow().run(printer, printer, arguments.toArray(String[]::new));
        assertEquals(0, status, output::toString);
        Map<String, byte[]> compiled = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = classes.relativize(file).toString().replace('\\', '/');
                compiled.put(path, Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** All that the test itself runs on. */
    private static String ownPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
