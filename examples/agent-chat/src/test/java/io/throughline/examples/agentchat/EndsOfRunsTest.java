// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.core.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However an agent ends, or does not, the page shows what became of its run, and why. */
class EndsOfRunsTest {
    @Test
    void the_page_shows_runs_that_failed_and_runs_that_were_cancelled() throws IOException {
        Hub hub = Hub.builder().runIdleTimeout(Duration.ofSeconds(1)).build();
        try (ChatPage page = new ChatPage();
                StepwiseAgents agents = new StepwiseAgents(hub)) {
            page.open(agents.port(), "alice");
            page.ask("throw");
            page.awaitRuns("failed");
            assertShown(page, "agent_failed", "Failed", "IllegalStateException");

            page.ask("throw in a tool");
            page.awaitRuns("failed", "failed");
            assertShown(page, "agent_failed", "Failed", "IllegalStateException");

            page.ask("interrupt");
            page.awaitRuns("cancelled", "failed", "failed");
            assertShown(page, "agent_cancelled", "Cancelled", "interrupted");

            page.ask("never return");
            page.awaitRuns("failed", "cancelled", "failed", "failed");
            assertShown(page, "agent_failed", "Failed", "too long");

            assertEquals(0, hub.statistics().openRuns());
            page.screenshot("ends-of-runs");
        }
    }

    private static void assertShown(ChatPage page, String event, String badge, String reason) {
        String newest = ".run:first-child ";
        assertEquals(badge, page.text(newest + ".badge"));
        String step = page.text(newest + ".step[data-event-type=" + event + "]");
        assertTrue(step.contains(badge) && step.contains(reason), step);
        assertEquals(List.of(), page.gaps());
    }
}
