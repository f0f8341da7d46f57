// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent for one event of a sender.
 *
 * @param event the event with all its fields
 * @param before what the hub itself says first, such as the ends of open calls
 * @param disorder what is out of order about the event, or null
 */
record Draft(
        AgentEvent event, List<AgentEvent> before, @Nullable RunDisorder disorder) {
    static Draft of(AgentEvent event) {
        return new Draft(event, List.of(), null);
    }

    /** Tells whether events of a sender are completed from what its run has done before. */
    static boolean dependsOnRun(AgentEvent event) {
        return event.type().isTerminal() || event.type().equals(EventType.TOOL_COMPLETED);
    }

    /** Tells whether the same is to be sent. */
    boolean isLike(Draft other) {
        return event.equals(other.event) && before.equals(other.before);
    }
}
