// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ClosedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.internal.hub.FailureCodes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
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
 * <p>Whatever an agent does, its user is told of the end: it returns, throws, dies of an error, is interrupted, is cancelled
 * or takes too long. One that never returns and does not heed its interruption keeps its thread, but not its run. Thread-safe.
 * Each agent runs on a thread of the engine's own.
 */
public final class ExecutionEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionEngine.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(3_650);
    private static final String STOPPED = "The server stops.";

    private final WebSocketNotifier notifier;
    private final ExecutorService executor;
    private final LongAdder unsendable = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<AgentExecution> live = ConcurrentHashMap.newKeySet();
    private final Outlet outlet = new Outlet();
    private final Duration lastWords;

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
        this(notifier, executor, LAST_WORDS);
    }

    ExecutionEngine(WebSocketNotifier notifier, ExecutorService executor, Duration lastWords) {
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.lastWords = lastWords;
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
        return start(context, agent).outcome();
    }

    /**
     * Runs an agent, as {@link #execute} does, and lets it be cancelled.
     *
     * @param context for whom and within what; its run id is used, or a new one where it has none; never null
     * @param agent the work; never null
     * @return the agent at work, whose user knows of it; never null
     * @throws ClosedException if the engine is closed
     */
    public AgentExecution start(UserExecutionContext context, Agent agent) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(agent, "agent");
        if (executor.isShutdown()) {
            throw closed(null);
        }
        AgentRun run = AgentRun.begin(outlet, context, agent::name, agent::startedData);
        AgentExecution execution = new AgentExecution(run, agent);
        live.add(execution);
        var unused = execution.outcome().thenRun(() -> live.remove(execution));
        try {
            executor.execute(execution::work);
        } catch (RejectedExecutionException e) {
            if (executor.isShutdown()) {
                execution.cancel(STOPPED);
                throw closed(e);
            }
            run.failed(FailureCodes.AGENT_ERROR, "Too many agents are at work. Try again later.", e);
        }
        return execution;
    }

    /**
     * Runs an agent, as {@link #start(UserExecutionContext, Agent)} does, for a limited time.
     *
     * @param context for whom and within what; never null
     * @param agent the work; never null
     * @param deadline how long the run may take, waiting for a thread included, 1 millisecond or more; beyond it the user is
     *     told {@code agent_failed} with the code {@code deadline_exceeded}, and the agent's thread is interrupted; never null
     * @return the agent at work, whose user knows of it; never null
     * @throws InvalidArgumentException if the deadline is shorter
     * @throws ClosedException if the engine is closed
     */
    public AgentExecution start(UserExecutionContext context, Agent agent, Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        if (deadline.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "deadline is " + deadline + ". Set 1 millisecond or more.");
        }
        AgentExecution execution = start(context, agent);
        CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
        var unusedTimeout = timer.completeOnTimeout(null, millis(deadline), TimeUnit.MILLISECONDS)
                .thenRunAsync(() -> execution.overdue(deadline));
        var unusedEnd = execution.outcome().thenRun(() -> timer.cancel(false));
        return execution;
    }

    private static long millis(Duration duration) {
        return duration.compareTo(LONGEST_DEADLINE) > 0 ? LONGEST_DEADLINE.toMillis() : duration.toMillis();
    }

    private static ClosedException closed(@Nullable Throwable cause) {
        return new ClosedException(ErrorIds.CLOSED, "this engine takes no more agents. Make a new one.", cause);
    }

    /**
     * Cancels a user's run, for a button "stop" say: the user is told at once, and the agent's thread is interrupted.
     *
     * @param userId whose run; never null
     * @param runId the run; never null
     * @param reason why, fit for the user; never null
     * @return false if no such run is under way in this engine
     */
    public boolean cancel(UserId userId, RunId runId, String reason) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(reason, "reason");
        return live.stream()
                .filter(execution -> execution.runId().equals(runId)
                        && execution.context().userId().equals(userId))
                .map(execution -> execution.cancel(reason))
                .reduce(false, Boolean::logicalOr);
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

    /**
     * Counts what agents said that could not be made into an event, such as a result that has no JSON form.
     *
     * @return 0 or more
     */
    public long unsendableCount() {
        return unsendable.sum();
    }

    /**
     * Takes no more agents, cancels those that wait, interrupts those that run, gives these up to 5 seconds to end, and
     * cancels the rest; every user has been told of the end afterwards. A second call changes nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        executor.shutdownNow();
        live.stream().filter(execution -> !execution.isAtWork()).forEach(execution -> execution.cancel(STOPPED));
        try {
            if (!executor.awaitTermination(lastWords.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("agents still run {} after they were interrupted; they are cancelled", lastWords);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        live.forEach(execution -> execution.cancel(STOPPED));
    }

    /** What agents say goes through this engine. */
    private final class Outlet implements RunOutlet {
        @Override
        public CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
            return notifyEvent(userId, event);
        }

        @Override
        public void countUnsendable() {
            unsendable.increment();
        }

        @Override
        public void countIgnored() {
            notifier.countIgnored();
        }
    }
}
