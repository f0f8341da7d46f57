// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, in which an entry point is used, and the classes that it loads on the way. */
final class FreshJvm {
    private FreshJvm() {}

    /** Names the classes that a fresh JVM loads until it has used an entry point. */
    static List<String> classesLoadedBy(String entryPoint, Path folder) throws Exception {
        Path log = Files.createTempFile(folder, "loaded", ".log");
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                CodeBase.classPath().stream()
                                        .map(Path::toString)
                                        .toList()),
                        Main.class.getName(),
                        entryPoint)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the JVM for " + entryPoint + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("the JVM for " + entryPoint + " failed: " + Files.readString(output));
        }
        return loaded(log);
    }

    private static List<String> loaded(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(" source: ")))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    /** What runs in the other JVM. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            Class<?> type = Class.forName(args[0]);
            if (type.isInterface()) {
                return;
            }
            if (type.getConstructors().length > 0) {
                type.getConstructor().newInstance();
                return;
            }
            for (var method : type.getMethods()) {
                if (Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 0) {
                    method.invoke(null);
                }
            }
        }
    }
}
