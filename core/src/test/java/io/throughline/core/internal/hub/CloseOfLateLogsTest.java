// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A hub that is closed while its logs have not answered yet. */
class CloseOfLateLogsTest {
    private final LateLogs logs = new LateLogs();
    private final TestHub hub = new TestHub(logs.settings(Duration.ofMinutes(1)), Duration.ofSeconds(10));

    private CompletableFuture<SendResult> think() {
        return hub.core
                .send(
                        TestHub.ALICE,
                        AgentEvent.builder(EventType.AGENT_THINKING)
                                .runId(RunId.of("r"))
                                .put("thought", "t")
                                .build())
                .toCompletableFuture();
    }

    @Test
    void a_log_is_not_used_after_it_was_closed_and_whoever_waited_is_refused() {
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(think());
        }
        hub.core.close();
        assertEquals(0, logs.open);
        logs.letAll();
        assertEquals(List.of(), logs.usedAfterClose);
        assertTrue(sent.get(0).join().isAccepted(), "it was in the log already");
        for (CompletableFuture<SendResult> waited : sent.subList(1, 3)) {
            assertEquals(ErrorIds.CLOSED, waited.join().refusal().orElseThrow());
        }
        assertEquals(0, hub.core.logCount());
    }

    @Test
    void a_log_that_is_opened_while_the_hub_is_closed_is_closed_too() {
        logs.onOpen = () -> CompletableFuture.runAsync(hub.core::close).join();
        CompletableFuture<SendResult> sent = think();
        logs.letAll();
        assertTrue(sent.isDone());
        assertEquals(0, hub.core.logCount());
        assertEquals(0, logs.open);
    }
}
