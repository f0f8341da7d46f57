// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunWatchTest {
    private final TestHub hub = new TestHub();
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    @Test
    void open_runs_are_counted_and_all_can_be_ended_as_failed() {
        hub.connect(connection, null);
        hub.send("agent_started", "r1");
        hub.think("r2");
        hub.send("agent_completed", "r2");
        hub.send("agent_started", "r3");
        assertEquals(2, hub.core.openRunCount());

        int ended = hub.core
                .failOpenRuns("server_restart", "The server restarts.")
                .toCompletableFuture()
                .join();

        assertEquals(2, ended);
        assertEquals(0, hub.core.openRunCount());
        List<ReceivedFrame> failures = connection.events().stream()
                .filter(event -> event.type().equals("agent_failed"))
                .toList();
        assertEquals(
                List.of("r1", "r3"),
                failures.stream()
                        .map(event -> event.field("run_id").orElseThrow())
                        .toList());
        assertEquals(
                Map.of("code", "server_restart", "message", "The server restarts."),
                failures.get(0).data().get("error"));
    }

    @Test
    void who_waits_is_told_when_no_run_is_open() {
        assertTrue(hub.core.whenNoRunIsOpen().toCompletableFuture().isDone());
        hub.send("agent_started", "r1");
        hub.send("agent_started", "r2");
        CompletableFuture<Void> none = hub.core.whenNoRunIsOpen().toCompletableFuture();
        hub.send("agent_completed", "r1");
        assertFalse(none.isDone());
        hub.send("agent_cancelled", "r2");
        assertTrue(none.isDone());
    }

    @Test
    void who_waits_is_told_when_the_hub_is_closed() {
        hub.send("agent_started", "r1");
        CompletableFuture<Void> none = hub.core.whenNoRunIsOpen().toCompletableFuture();
        hub.core.close();
        assertTrue(none.isDone());
        assertEquals(0, hub.core.openRunCount());
    }
}
