// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.Receipt;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.spi.ClientChannel;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Receipts where logs are ready, and take events, later. */
class ReceiptsOfLateLogsTest {
    private final LateLogs logs = new LateLogs();
    private final TestHub hub = new TestHub(logs.settings(Duration.ofMinutes(1)), Duration.ofSeconds(10));
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    private CompletableFuture<SendResult> think() {
        return hub.core
                .send(
                        TestHub.ALICE,
                        AgentEvent.builder(EventType.AGENT_THINKING)
                                .runId(RunId.of("r"))
                                .data(Map.of("thought", "t"))
                                .build())
                .toCompletableFuture();
    }

    private Receipt receiptOf(CompletableFuture<SendResult> sent) {
        logs.letAll();
        return sent.join().receipt();
    }

    @Test
    void who_left_before_the_log_was_ready_is_no_client() {
        ClientChannel channel = hub.connect(connection, null, "tab");
        channel.onClosed();
        logs.ready.complete(null);
        assertEquals(0, receiptOf(think()).attached());
    }

    @Test
    void who_begins_after_an_event_that_the_log_has_and_the_hub_has_not_heard_of_never_handles_it() {
        logs.ready.complete(null);
        logs.isRevealedEarly = true;
        CompletableFuture<SendResult> sent = think();
        ClientChannel channel = hub.connect(connection, null, "tab");
        Receipt receipt = receiptOf(sent);
        assertTrue(receipt.isSettled());
        assertEquals(1, receiptOf(think()).attached());
        channel.onText("{\"type\":\"ack\",\"seq\":2}");
        assertEquals(0, receipt.handled());
        assertEquals(
                0,
                connection.events().stream()
                        .filter(frame -> frame.seq().orElseThrow() == 1)
                        .count());
    }
}
