// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.examples.agentchat.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the page's modules, which are written for Node's own test runner and need no package. */
class PageModulesTest {
    private static final Path TESTS = Path.of(System.getProperty("basedir", ""), "src", "test", "web");
    private static final int OLDEST_NODE = 20;
    private static final long SECONDS = 120;

    @TempDir
    Path temp;

    @Test
    void theTestsInNodePass() throws IOException, InterruptedException {
        requireNode();
        var command = new ArrayList<>(List.of("node", "--test"));
        try (var files = Files.list(TESTS)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertTrue(command.size() > 2, "no test was found in " + TESTS);

        Outcome outcome = run(command);

        assertEquals(0, outcome.status(), outcome.output());
    }

    private void requireNode() throws IOException, InterruptedException {
        String version;
        try {
            version = run(List.of("node", "--version")).output().strip();
        } catch (IOException e) {
            version = "none";
        }
        Matcher major = Pattern.compile("v(\\d+)\\..*").matcher(version);
        if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST_NODE) {
            Requirement.missing(
                    "Node.js " + OLDEST_NODE + " or newer is needed to test the page's modules, but there is " + version
                            + "; install it from your system's packages (nodejs) or nodejs.org");
        }
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        Path output = temp.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> command + " did not end");
            return new Outcome(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Outcome(int status, String output) {}
}
