// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import java.util.concurrent.CompletionStage;

/** Where the events of a run go, and who counts what does not go out. */
interface RunOutlet {
    /** Sends an event; the stage never fails. */
    CompletionStage<SendResult> send(UserId userId, AgentEvent event);

    /** Counts something that could not be made into an event. */
    void countUnsendable();

    /** Counts something that was said after the end. */
    void countIgnored();
}
