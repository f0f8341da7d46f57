// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.ErrorIds;
import io.throughline.api.SendResult;
import io.throughline.core.internal.count.Counter;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log that does not take what the hub has to say before a sender's event. */
class LostClosingsTest {
    private final LateLogs logs = new LateLogs();
    private final TestHub hub = new TestHub(logs.settings(Duration.ofMinutes(1)), Duration.ofSeconds(10));
    private final InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);

    @Test
    void a_run_does_not_end_before_its_calls_do() {
        logs.isLate = false;
        logs.ready.complete(null);
        hub.connect(connection, null);
        hub.send("tool_executing", "r", Map.of("tool_call_id", "a"));
        hub.send("tool_executing", "r", Map.of("tool_call_id", "b"));
        logs.refuses = record -> record.frame().withSeq(1).text().contains("\"tool_call_id\":\"b\"");
        SendResult refused = hub.send("agent_completed", "r");
        assertEquals(ErrorIds.APPEND_FAILED, refused.refusal().orElseThrow());
        assertEquals(1, hub.core.openRunCount());
        assertEquals(1, hub.core.counters().value(Counter.TOOL_CALLS_CLOSED_BY_HUB), "one was not");
        logs.refuses = record -> false;
        hub.send("agent_completed", "r");
        assertEquals(
                List.of("tool_executing", "tool_executing", "tool_completed", "tool_completed", "agent_completed"),
                connection.events().stream().map(ReceivedFrame::type).toList());
        assertEquals(2, hub.core.counters().value(Counter.TOOL_CALLS_CLOSED_BY_HUB));
        assertEquals(0, hub.core.openRunCount());
    }

    @Test
    void a_run_that_was_to_make_room_and_goes_on_is_not_counted_as_ended() {
        logs.isLate = false;
        logs.ready.complete(null);
        for (int run = 0; run < OpenRuns.MAX_OPEN_RUNS; run++) {
            hub.think("r" + run);
        }
        logs.refuses = record -> record.frame().withSeq(1).text().contains("too_many_open_runs");
        SendResult refused = hub.send("agent_thinking", "one more");
        assertEquals(ErrorIds.APPEND_FAILED, refused.refusal().orElseThrow());
        assertEquals(0, hub.core.counters().value(Counter.RUNS_ENDED_BY_HUB));
        assertEquals(OpenRuns.MAX_OPEN_RUNS, hub.core.openRunCount());
    }
}
