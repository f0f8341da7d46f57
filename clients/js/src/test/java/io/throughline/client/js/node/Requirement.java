// SPDX-License-Identifier: Apache-2.0
package io.throughline.client.js.node;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Programs that some tests need: where one is missing, these tests are skipped, or fail with {@code -Dbrowser=required}. */
public final class Requirement {
    private static final Logger LOG = LoggerFactory.getLogger(Requirement.class);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Requirement() {}

    /** Ends the test, saying in one line, once, what to install. */
    public static void missing(String advice) {
        if ("required".equals(System.getProperty("browser"))) {
            fail(advice);
        }
        if (SAID.add(advice)) {
            LOG.warn("skipped: {}", advice);
        }
        abort(advice);
    }
}
