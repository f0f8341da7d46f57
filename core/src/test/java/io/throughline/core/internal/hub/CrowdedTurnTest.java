// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.DeliveryListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many events come while one that had to be encoded anew is told of. */
class CrowdedTurnTest {
    private final List<CompletableFuture<SendResult>> meanwhile = new ArrayList<>();
    private final TestHub hub = new TestHub(10_000, Duration.ofMinutes(1), new DeliveryListener() {
        @Override
        public void onEvent(UserId userId, AgentEvent event, SendResult result) {
            if (event.type().equals(EventType.AGENT_FAILED)) {
                for (int i = 0; i < AppendTurn.MAX_WAITING + 100; i++) {
                    meanwhile.add(message());
                }
            }
        }
    });

    private CompletableFuture<SendResult> message() {
        AgentEvent event = AgentEvent.builder(EventType.AGENT_THINKING)
                .runId(RunId.of("r0"))
                .put("thought", "t")
                .build();
        return hub.core.send(TestHub.ALICE, event).toCompletableFuture();
    }

    @Test
    void a_log_that_takes_events_on_the_spot_takes_them_all_on_the_spot() {
        for (int run = 0; run < OpenRuns.MAX_OPEN_RUNS; run++) {
            hub.wait(Duration.ofMillis(1));
            hub.think("r" + run);
        }
        hub.wait(Duration.ofMillis(1));
        hub.think("r0");
        hub.think("one more, which ends the one that was silent for longest");
        assertEquals(AppendTurn.MAX_WAITING + 100, meanwhile.size());
        for (CompletableFuture<SendResult> sent : meanwhile) {
            assertTrue(sent.join().isAccepted(), () -> sent.join().toString());
        }
    }
}
