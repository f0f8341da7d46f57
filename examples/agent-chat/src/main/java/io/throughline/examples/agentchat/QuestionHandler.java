// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.api.ClientMessage;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.RequestId;
import io.throughline.api.UserExecutionContext;
import io.throughline.core.Agent;
import io.throughline.core.ExecutionEngine;
import java.util.function.Function;

/** Starts a run of an agent for each question that a client asks. */
final class QuestionHandler implements ClientMessageHandler {
    static final int MAX_LENGTH = 1_000;

    private final ExecutionEngine engine;
    private final Function<String, Agent> agents;

    QuestionHandler(ExecutionEngine engine, Function<String, Agent> agents) {
        this.engine = engine;
        this.agents = agents;
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
        var unused = engine.execute(context, agents.apply(question.strip()));
    }
}
