// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.ReceivedFrame;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for the events of every run that has ended. */
final class RunStories {
    static final Set<String> TERMINALS = Set.of("agent_completed", "agent_failed", "agent_cancelled");

    private RunStories() {}

    /** Exactly one terminal event, which is the last and of the given type; each call of a tool ends once, before it. */
    static void assertEnds(String terminal, List<ReceivedFrame> run) {
        assertEnds(run);
        assertEquals(terminal, run.get(run.size() - 1).type(), run::toString);
    }

    /** Exactly one terminal event, which is the last; each call of a tool ends once, before it. */
    static void assertEnds(List<ReceivedFrame> run) {
        List<String> types = run.stream().map(ReceivedFrame::type).toList();
        assertEquals("agent_started", types.get(0), types::toString);
        assertTrue(TERMINALS.contains(types.get(types.size() - 1)), types::toString);
        assertEquals(1, types.stream().filter(TERMINALS::contains).count(), types::toString);
        Set<Object> open = new HashSet<>();
        for (ReceivedFrame event : run) {
            Object call = event.data().get("tool_call_id");
            if (event.type().equals("tool_executing")) {
                assertTrue(open.add(call), run::toString);
            } else if (event.type().equals("tool_completed")) {
                assertTrue(open.remove(call), run::toString);
            }
        }
        assertEquals(Set.of(), open, run::toString);
    }
}
