// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.web;

import io.throughline.client.js.node.NodeTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the tests of the page's modules, which are written for Node's own test runner and need no package. */
class PageModulesTest {
    private static final Path TESTS = Path.of(System.getProperty("basedir", ""), "src", "test", "web");

    @Test
    void theTestsInNodePass() throws IOException, InterruptedException {
        NodeTests.run(TESTS, Map.of());
    }
}
