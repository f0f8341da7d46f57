// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ClosedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.JsonPayload;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs agents and tells their users: that a run started, what the agent says, and its one terminal event.
 *
 * <p>Thread-safe. Each agent runs on a thread of the engine's own.
 */
public final class ExecutionEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionEngine.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final WebSocketNotifier notifier;
    private final ExecutorService executor;
    private final LongAdder unsendable = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Makes an engine with daemon threads of its own, as many as agents run at once.
     *
     * @param notifier who sends the events; never null
     */
    public ExecutionEngine(WebSocketNotifier notifier) {
        this(notifier, Executors.newCachedThreadPool(threads()));
    }

    /**
     * Makes an engine.
     *
     * @param notifier who sends the events; never null
     * @param executor runs the agents; shut down with the engine; never null
     */
    public ExecutionEngine(WebSocketNotifier notifier, ExecutorService executor) {
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    private static ThreadFactory threads() {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, "throughline-agent-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Runs an agent.
     *
     * @param context for whom and within what; its run id is used, or a new one where it has none; never null
     * @param agent the work; never null
     * @return completes when the terminal event was sent, never exceptionally; where the executor is full, the run fails at
     *     once, and the user is told so; never null
     * @throws ClosedException if the engine is closed
     */
    public CompletionStage<AgentOutcome> execute(UserExecutionContext context, Agent agent) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(agent, "agent");
        RunId runId = context.runId().orElseGet(RunId::random);
        AgentRun run = new AgentRun(this, context.toBuilder().runId(runId).build(), runId);
        Waiting task = new Waiting(run, agent);
        waiting.add(task);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            waiting.remove(task);
            if (executor.isShutdown()) {
                throw new ClosedException(ErrorIds.CLOSED, "this engine takes no more agents. Make a new one.", e);
            }
            return fail(run, e, "Too many agents are at work. Try again later.");
        }
        return task.outcome;
    }

    /** A run that the executor has accepted and not begun; it begins, or is cancelled when the engine closes. */
    private final class Waiting implements Runnable {
        private final AgentRun run;
        private final Agent agent;
        private final CompletableFuture<AgentOutcome> outcome = new CompletableFuture<>();

        Waiting(AgentRun run, Agent agent) {
            this.run = run;
            this.agent = agent;
        }

        @Override
        public void run() {
            if (waiting.remove(this)) {
                var unused = runToEnd(run, agent).thenAccept(outcome::complete);
            }
        }

        void cancel() {
            if (waiting.remove(this)) {
                CancellationException cause = new CancellationException("the engine was closed before the agent began");
                var unused = cancelled(run, "the server stops", cause).thenAccept(outcome::complete);
            }
        }
    }

    /** Whatever the agent does, exactly one terminal event is sent. */
    private static CompletionStage<AgentOutcome> runToEnd(AgentRun run, Agent agent) {
        try {
            start(run, agent);
            return complete(run, JsonPayload.copyOf(agent.execute(run)));
        } catch (InterruptedException e) {
            CompletionStage<AgentOutcome> outcome = cancelled(run, "the agent was interrupted", e);
            Thread.currentThread().interrupt();
            return outcome;
        } catch (Throwable e) {
            return fail(run, e);
        }
    }

    /** Sends the start; one whose further data cannot be sent goes out with the agent's name alone. */
    private static void start(AgentRun run, Agent agent) {
        var unused = run.send(() -> run.event(EventType.AGENT_STARTED)
                        .put("agent_name", agent.name())
                        .data(agent.startedData()))
                .thenCompose(sent -> sent.isAccepted()
                        ? CompletableFuture.completedStage(sent)
                        : run.send(() -> run.event(EventType.AGENT_STARTED).put("agent_name", agent.name())));
    }

    /** Sends the result; one that cannot be sent, since it has no JSON form or is too large, fails the run. */
    private static CompletionStage<AgentOutcome> complete(AgentRun run, Map<String, @Nullable Object> result) {
        return run.send(() -> run.event(EventType.AGENT_COMPLETED).put("result", result))
                .thenCompose(sent -> sent.isAccepted()
                        ? CompletableFuture.completedStage(AgentOutcome.completed(run.runId(), result))
                        : fail(run, new IllegalStateException("the result was not sent, " + sent)));
    }

    private static CompletionStage<AgentOutcome> cancelled(AgentRun run, String reason, Throwable cause) {
        return run.send(() -> run.event(EventType.AGENT_CANCELLED).put("reason", reason))
                .thenApply(sent -> AgentOutcome.failed(run.runId(), cause));
    }

    private static CompletionStage<AgentOutcome> fail(AgentRun run, Throwable failure) {
        return fail(run, failure, "The agent failed: " + failure.getClass().getSimpleName() + ".");
    }

    private static CompletionStage<AgentOutcome> fail(AgentRun run, Throwable failure, String message) {
        LOG.warn(
                "the agent of run {} of user {} failed",
                run.runId(),
                run.context().userId(),
                failure);
        return run.send(() -> run.event(EventType.AGENT_FAILED)
                        .put("error", Map.of("code", "agent_error", "message", message)))
                .thenApply(sent -> AgentOutcome.failed(run.runId(), failure));
    }

    /**
     * Sends an event on behalf of an agent; what goes wrong is counted and logged.
     *
     * @param userId to whom
     * @param event the event
     * @return completes with what became of the event, never exceptionally; never null
     */
    public CompletionStage<SendResult> notifyEvent(UserId userId, AgentEvent event) {
        return notifier.sendEvent(userId, event);
    }

    void countUnsendable() {
        unsendable.increment();
    }

    /**
     * Counts what agents said that could not be made into an event, such as a result that has no JSON form.
     *
     * @return 0 or more
     */
    public long unsendableCount() {
        return unsendable.sum();
    }

    /**
     * Takes no more agents, cancels those that wait, interrupts those that run, and waits up to 5 seconds until their
     * users are told; a second call changes nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        executor.shutdownNow();
        waiting.forEach(Waiting::cancel);
        try {
            if (!executor.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("agents still run {} after they were interrupted; their users are not told", LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
