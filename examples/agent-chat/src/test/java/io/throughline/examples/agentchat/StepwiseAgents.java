// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.core.Agent;
import io.throughline.core.AgentRun;
import io.throughline.core.Hub;
import io.throughline.core.ToolCall;
import io.throughline.examples.agentchat.search.DocumentIndex;
import io.throughline.examples.agentchat.search.IndexingListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** The example's server with agents that go on when the test says so, or come to an end that the question names. */
final class StepwiseAgents implements AutoCloseable {
    static final List<String> EVENTS = List.of(
            "agent_started",
            "agent_thinking",
            "tool_executing",
            "tool_completed",
            "agent_thinking",
            "tool_executing",
            "tool_completed",
            "agent_completed");

    private final Semaphore steps = new Semaphore(0);
    private final Hub hub;
    private final ChatServer server;

    StepwiseAgents(Hub hub) throws IOException {
        this.hub = hub;
        server = ChatServer.start(
                "127.0.0.1",
                0,
                DocumentIndex.build(TestChat.repository().resolve("docs"), IndexingListener.none()),
                hub,
                StepAgent::new);
    }

    int port() {
        return server.port();
    }

    Hub hub() {
        return hub;
    }

    /** Lets the agents send so many events more. */
    void allow(int count) {
        steps.release(count);
    }

    /** Tells whether the agent waits at a step that it was not allowed yet. */
    boolean hasUsedAllSteps() {
        return steps.availablePermits() == 0 && steps.hasQueuedThreads();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class StepAgent implements Agent {
        private final String question;

        StepAgent(String question) {
            this.question = question;
        }

        @Override
        public String name() {
            return "librarian";
        }

        @Override
        public Map<String, Object> startedData() {
            return Map.of("question", question);
        }

        @Override
        public Map<String, Object> execute(AgentRun run) throws InterruptedException {
            run.thinking("I think about \"" + question + "\".");
            switch (question) {
                case "throw" -> throw new IllegalStateException("out of ideas");
                case "throw in a tool" -> {
                    run.startTool("search", Map.of("query", question));
                    throw new IllegalStateException("the shelf fell over");
                }
                case "interrupt" -> throw new InterruptedException("somebody pulled the plug");
                case "never return" -> new CountDownLatch(1).await();
                default -> {
                    look(run, "gap frames");
                    steps.acquire();
                    run.thinking("There may be more.");
                    look(run, "cursors");
                }
            }
            steps.acquire();
            return Map.of("answer", "A gap frame says what is missing.", "hits", 2, "passages", List.of());
        }

        private void look(AgentRun run, String query) throws InterruptedException {
            steps.acquire();
            ToolCall call = run.startTool("search", Map.of("query", query));
            steps.acquire();
            call.completed(Map.of("query", query, "hits", 1, "passages_returned", 1, "took_ms", 1));
        }
    }
}
