// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.api.ClientMessage;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.RequestId;
import io.throughline.api.UserExecutionContext;
import io.throughline.core.ExecutionEngine;
import io.throughline.examples.agentchat.search.DocumentIndex;

/** Starts a run of the agent for each question that a client asks. */
final class QuestionHandler implements ClientMessageHandler {
    static final int MAX_LENGTH = 1_000;

    private final ExecutionEngine engine;
    private final DocumentIndex index;

    QuestionHandler(ExecutionEngine engine, DocumentIndex index) {
        this.engine = engine;
        this.index = index;
    }

    @Override
    public void onMessage(ClientMessage message) {
        if (!(message.data().get("question") instanceof String question) || question.isBlank()) {
            throw new IllegalArgumentException("\"question\" is a text that is not blank. Ask something.");
        }
        if (question.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the question has " + question.length() + " characters, " + MAX_LENGTH
                    + " are allowed. Ask more briefly.");
        }
        UserExecutionContext context = UserExecutionContext.builder(message.userId())
                .requestId(RequestId.random())
                .build();
        var unused = engine.execute(context, new SearchAgent(index, question.strip()));
    }
}
