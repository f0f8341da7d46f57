// SPDX-License-Identifier: Apache-2.0
package io.throughline.client.js;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.throughline.client.js.node.NodeTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the client's tests that need no server: its behaviour under a fake one, its size, and its declarations. */
class ClientModuleTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    @Test
    void it_behaves() throws IOException, InterruptedException {
        NodeTests.run(MODULE.resolve("test"), Map.of());
    }

    @Test
    void it_is_small_and_its_declarations_are_true() throws IOException, InterruptedException {
        NodeTests.requirePackages(MODULE);
        NodeTests.run(MODULE.resolve("test/with-packages"), Map.of());
    }

    @Test
    void it_lies_where_servlet_containers_serve_it() {
        for (String name : new String[] {"throughline.js", "throughline.d.ts"}) {
            assertNotNull(
                    ClientModuleTest.class.getClassLoader().getResource("META-INF/resources/throughline/" + name),
                    name);
        }
    }
}
