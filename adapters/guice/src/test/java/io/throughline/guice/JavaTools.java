// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles sources while a test runs, against what the test itself runs on. */
final class JavaTools {
    /** Parts of the names of what only the tests run on. */
    private static final List<String> TESTS_ONLY =
            List.of("surefire", "junit", "jqwik", "opentest4j", "apiguardian", "logback", "test-classes");

    private JavaTools() {}

    /** The jars and folders that an application has on its module path to use the module under test. */
    static String applicationPath() {
        Predicate<String> testsOnly = entry ->
                TESTS_ONLY.stream().anyMatch(Path.of(entry).getFileName().toString()::contains);
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty() && !testsOnly.test(entry))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Compiles files of the given names and texts into a folder. */
    static Path compile(Path folder, Map<String, String> sources, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", folder.resolve("classes").toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("src").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        StringWriter output = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintWriter(output), new PrintWriter(output), arguments.toArray(String[]::new));
        assertEquals(0, status, output::toString);
        return folder.resolve("classes");
    }
}
