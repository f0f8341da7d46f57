// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.EventType;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An answer of an agent that its user sees grow, piece by piece, to be completed once.
 *
 * <p>One that is not completed is cut off where its run ends. Thread-safe, though pieces from several threads come in any
 * order; never throws into the agent. What is said after the end is counted and not sent.
 */
public final class MessageStream {
    private final AgentRun run;
    private final String id;
    private final AtomicBoolean ended = new AtomicBoolean();

    MessageStream(AgentRun run, String id) {
        this.run = run;
        this.id = id;
    }

    /**
     * Answers the id that joins the pieces.
     *
     * @return the id; never null
     */
    public String id() {
        return id;
    }

    /**
     * Sends a piece.
     *
     * @param delta what comes next, perhaps a part of a word; a piece of a token that ends in half a character is fine
     */
    public void append(String delta) {
        if (ended.get()) {
            var unused = run.ignore();
            return;
        }
        var unused = run.send(
                () -> run.event(EventType.MESSAGE_DELTA).put("message_id", id).put("delta", delta));
    }

    /**
     * Ends the answer.
     *
     * @param text the whole of it, which stands for the pieces
     */
    public void completed(String text) {
        if (!ended.compareAndSet(false, true)) {
            var unused = run.ignore();
            return;
        }
        var unused = run.send(() ->
                run.event(EventType.MESSAGE_COMPLETED).put("message_id", id).put("text", text));
    }
}
