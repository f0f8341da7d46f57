// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** A run of an agent, event by event: the golden path, with more thoughts and pieces of an answer in between. */
final class RunScript {
    private final String user;
    private final String run;
    private final Deque<String> types = new ArrayDeque<>();

    RunScript(String user, String run, Random random) {
        this.user = user;
        this.run = run;
        types.add("agent_started");
        think(1 + random.nextInt(4));
        types.add("tool_executing");
        think(random.nextInt(3));
        types.add("tool_completed");
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            types.add("message_delta");
        }
        if (pieces > 0) {
            types.add("message_completed");
        }
        types.add("agent_completed");
    }

    private void think(int thoughts) {
        for (int i = 0; i < thoughts; i++) {
            types.add("agent_thinking");
        }
    }

    String run() {
        return run;
    }

    boolean isOver() {
        return types.isEmpty();
    }

    void step(Ledger ledger) {
        ledger.send(user, types.remove(), run);
    }
}
