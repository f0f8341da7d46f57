// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import static io.throughline.examples.agentchat.StepwiseAgents.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import io.throughline.testkit.FaultProxy;
import io.throughline.testkit.ProxiedConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser that is reloaded, and whose connection breaks, in mid-run: the timeline ends complete. */
class FaultsTest {
    private ChatPage page;
    private StepwiseAgents agents;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        page = new ChatPage();
        agents = new StepwiseAgents(
                Hub.builder().heartbeat(Duration.ofMillis(500)).build());
        proxy = FaultProxy.to(agents.port());
    }

    @AfterEach
    void close() {
        if (page != null) {
            page.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (agents != null) {
            agents.close();
        }
    }

    private void askAndShowSteps(int count) {
        page.open(proxy.port(), "alice");
        page.ask("What does a gap frame say?");
        agents.allow(count - 2);
        page.awaitSteps(count);
    }

    private void assertComplete() {
        page.awaitRuns("completed");
        assertEquals(EVENTS, page.steps());
        assertEquals(
                IntStream.rangeClosed(1, EVENTS.size())
                        .mapToObj(String::valueOf)
                        .toList(),
                page.seqs());
        assertEquals(List.of(), page.gaps());
        assertEquals("A gap frame says what is missing.", page.text(".run .text"));
    }

    private void awaitConnectionsAtTheServer(int count) {
        Await.until(
                () -> "the server has " + count + " connections; it has "
                        + agents.hub().manager().getConnectionCount(),
                () -> agents.hub().manager().getConnectionCount() == count);
    }

    @Test
    void a_page_that_is_reloaded_in_mid_run_shows_all_of_it() throws IOException {
        askAndShowSteps(3);
        page.reload();
        page.awaitSteps(3);
        page.awaitRuns("running");
        page.screenshot("reloaded-in-mid-run");
        agents.allow(10);
        assertComplete();
        awaitConnectionsAtTheServer(1);
        page.screenshot("reloaded-in-mid-run-end");
    }

    @Test
    void a_connection_that_was_cut_in_mid_run_comes_back_and_misses_nothing() throws IOException {
        askAndShowSteps(3);
        proxy.refuse();
        proxy.connections().forEach(ProxiedConnection::cut);
        awaitConnectionsAtTheServer(0);
        page.awaitConnection("reconnecting");
        agents.allow(3);
        Await.until("the agent has gone on", agents::hasUsedAllSteps);
        assertEquals(3, page.steps().size(), "the page cannot know yet");
        page.screenshot("cut-in-mid-run");
        proxy.accept();
        page.awaitConnection("live");
        page.awaitSteps(6);
        agents.allow(10);
        assertComplete();
        page.screenshot("cut-in-mid-run-end");
    }

    @Test
    void a_server_that_is_gone_without_a_word_is_noticed_and_the_run_goes_on() throws IOException {
        askAndShowSteps(4);
        proxy.connections().forEach(ProxiedConnection::vanishServer);
        awaitConnectionsAtTheServer(0);
        agents.allow(10);
        Await.until("the run has ended unseen", () -> agents.hub().statistics().openRuns() == 0);
        assertComplete();
    }
}
