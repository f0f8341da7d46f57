// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.core.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That docs/DEPLOYMENT.md says what each counter counts, and names none that there is not. */
class CounterDocsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (.+) \\|$");

    private static List<MatchResult> rows() throws IOException {
        String page = Files.readString(CodeBase.root().resolve("docs/DEPLOYMENT.md"));
        return ROW.matcher(page.substring(page.indexOf("\n## Counters\n")))
                .results()
                .toList();
    }

    @Test
    void every_counter_has_its_row_and_every_row_its_counter() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (MatchResult row : rows()) {
            assertTrue(documented.add(row.group(1)), () -> row.group(1) + " has two rows");
            assertTrue(row.group(2).length() > 10, row::group);
        }
        try (Hub hub = Hub.create()) {
            assertEquals(new TreeSet<>(hub.statistics().counters().keySet()), documented);
        }
    }
}
