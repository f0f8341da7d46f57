// SPDX-License-Identifier: Apache-2.0
package io.throughline.client.js.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the tests in a folder by Node's own test runner; where there is no Node, the calling test is skipped. */
public final class NodeTests {
    private static final int OLDEST_NODE = 20;
    private static final int FIRST_WITH_WEB_SOCKET = 22;
    private static final long SECONDS = 300;

    private NodeTests() {}

    /**
     * Runs all {@code *.test.js} of a folder, and fails with their output where one of them fails.
     *
     * @param folder where the tests are
     * @param environment what they are told besides
     */
    public static void run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        if (requireNode() < FIRST_WITH_WEB_SOCKET) {
            command.add(1, "--experimental-websocket");
        }
        List<String> tests = in(folder);
        assertFalse(tests.isEmpty(), () -> "no test was found in " + folder);
        command.addAll(tests);
        Outcome outcome = start(command, folder, environment);
        assertEquals(0, outcome.status(), outcome.output());
    }

    private static List<String> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.toAbsolutePath().toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Installs the packages of a {@code package-lock.json}, unless they are there; where that cannot be done, the calling
     * test is skipped.
     */
    public static void requirePackages(Path folder) throws IOException, InterruptedException {
        requireNode();
        Path lock = folder.resolve("package-lock.json");
        Path installed = folder.resolve("node_modules/.package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
            return;
        }
        Outcome outcome;
        try {
            outcome = start(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), folder, Map.of());
        } catch (IOException e) {
            outcome = new Outcome(-1, "there is no npm: install it from your system's packages (npm)");
        }
        if (outcome.status() != 0) {
            Requirement.missing(
                    "The packages that tests of the JavaScript client need could not be installed by npm ci in "
                            + folder + ": " + outcome.output().strip());
        }
    }

    private static int requireNode() throws IOException, InterruptedException {
        String version;
        try {
            version = start(List.of("node", "--version"), Path.of(""), Map.of())
                    .output()
                    .strip();
        } catch (IOException e) {
            version = "none";
        }
        Matcher major = Pattern.compile("v(\\d+)\\..*").matcher(version);
        int number = major.matches() ? Integer.parseInt(major.group(1)) : 0;
        if (number < OLDEST_NODE) {
            Requirement.missing("Node.js " + OLDEST_NODE + " or newer is needed to test JavaScript, but there is "
                    + version + "; install it from your system's packages (nodejs) or nodejs.org");
        }
        return number;
    }

    private static Outcome start(List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("throughline-node", ".txt");
        @Nullable Process process = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> command + " did not end");
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
        }
    }

    private record Outcome(int status, String output) {}
}
