// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.JsonPayload;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.hub.FailureCodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of an agent, through which it tells its user what it is doing; it ends in exactly one terminal event.
 *
 * <p>An {@link ExecutionEngine} makes one for each agent that it runs, and sends its end. Who runs agents otherwise begins
 * one and closes it:
 *
 * <pre>{@code
 * try (AgentRun run = AgentRun.begin(manager, context, "librarian")) {
 *     run.thinking("Where to look?");
 *     try (ToolCall call = run.startTool("search", Map.of("query", question))) {
 *         call.completed(Map.of("hits", search(question)));
 *     }
 *     run.completed(Map.of("answer", 42));
 * }
 * }</pre>
 *
 * <p>What ends without {@link #completed}, {@link #failed(Throwable)} or {@link #cancelled}, by an exception say, is told to
 * the user as failed. Calls of tools that are open at the end are closed first, as failed. What is said after the end is
 * counted and not sent.
 *
 * <p>Thread-safe. Once begun it never throws into the agent, whatever it is given: what cannot be sent is logged and counted.
 */
public final class AgentRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRun.class);

    private final RunOutlet outlet;
    private final UserExecutionContext context;
    private final RunId runId;
    private final Set<ToolCall> openCalls = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<AgentOutcome> outcome = new CompletableFuture<>();

    private AgentRun(RunOutlet outlet, UserExecutionContext context) {
        this.outlet = outlet;
        this.runId = context.runId().orElseGet(RunId::random);
        this.context = context.toBuilder().runId(runId).build();
    }

    /**
     * Begins a run and tells its user so.
     *
     * @param manager who delivers; never null
     * @param context for whom and within what; its run id is used, or a new one where it has none; never null
     * @param agentName under which name the user sees the agent; never null, and not blank
     * @return the run, to be closed; never null
     */
    public static AgentRun begin(WebSocketManagerProtocol manager, UserExecutionContext context, String agentName) {
        return new WebSocketNotifier(manager).startRun(context, agentName);
    }

    /** Begins a run; what the agent says of itself may fail, and is then left out. */
    static AgentRun begin(
            RunOutlet outlet,
            UserExecutionContext context,
            Supplier<String> agentName,
            Supplier<Map<String, ? extends @Nullable Object>> startedData) {
        AgentRun run = new AgentRun(outlet, context);
        List<Supplier<AgentEvent.Builder>> starts = List.of(
                () -> run.started(agentName.get()).data(startedData.get()),
                () -> run.started(agentName.get()),
                () -> run.started("agent"));
        var unused = run.dispatchFirstOf(starts);
        return run;
    }

    private AgentEvent.Builder started(String agentName) {
        return event(EventType.AGENT_STARTED).put("agent_name", agentName);
    }

    /**
     * Answers for whom and within what the agent runs.
     *
     * @return the context, with this run's id; never null
     */
    public UserExecutionContext context() {
        return context;
    }

    /**
     * Answers the id of this run.
     *
     * @return the id; never null
     */
    public RunId runId() {
        return runId;
    }

    /**
     * Tells the user what the agent is about.
     *
     * @param thought what it is about
     */
    public void thinking(String thought) {
        var unused = send(() -> event(EventType.AGENT_THINKING).put("thought", thought));
    }

    /**
     * Tells the user that a tool is called; several may be open at once.
     *
     * @param toolName the tool's name
     * @param arguments what it is called with, left out where it cannot be sent
     * @return the call, to be ended by the agent; never null
     */
    public ToolCall startTool(String toolName, Map<String, ? extends @Nullable Object> arguments) {
        ToolCall call = new ToolCall(this, toolName, "call-" + UUID.randomUUID(), System.nanoTime());
        Supplier<AgentEvent.Builder> bare =
                () -> event(EventType.TOOL_EXECUTING).put("tool_name", toolName).put("tool_call_id", call.id());
        if (isEnded()) {
            var unused = ignore();
            return call;
        }
        // known as open from when it was announced on, lest an end on another thread closes what nobody has heard of
        var unused = dispatchFirstOf(List.of(() -> bare.get().put("arguments", arguments), bare))
                .thenApply(this::noticeEnd)
                .thenAccept(sent -> {
                    if (sent.isAccepted()) {
                        openCalls.add(call);
                    }
                });
        return call;
    }

    /**
     * Begins an answer that the user sees grow; nothing is sent until its first piece.
     *
     * @return the answer, to be given its pieces and completed; never null
     */
    public MessageStream startMessage() {
        return new MessageStream(this, "message-" + UUID.randomUUID());
    }

    /**
     * Ends the run well.
     *
     * @param result what the user is told; one that cannot be sent, since it has no JSON form or is too large, fails the run
     */
    public void completed(Map<String, ? extends @Nullable Object> result) {
        Map<String, @Nullable Object> copy;
        try {
            copy = JsonPayload.copyOf(Objects.requireNonNull(result, "result"));
        } catch (Throwable e) {
            failed(e);
            return;
        }
        end(
                () -> event(EventType.AGENT_COMPLETED).put("result", copy),
                "The agent's result could not be sent.",
                () -> AgentOutcome.completed(runId, copy));
    }

    /**
     * Ends the run in an error whose words are fit for the user.
     *
     * @param code a word for programs, such as {@code quota_exceeded}
     * @param message what the user is told
     */
    public void failed(String code, String message) {
        if (!isEnded()) {
            LOG.info("run {} of user {} failed with code {}", runId, context.userId(), code);
        }
        fail(code, message, new IllegalStateException(code + ": " + message));
    }

    /**
     * Ends the run in an error of which the user learns the class alone; the log has all of it.
     *
     * @param failure what went wrong
     */
    public void failed(@Nullable Throwable failure) {
        Throwable cause = failure == null ? new IllegalStateException("the agent failed without a reason") : failure;
        failed(FailureCodes.AGENT_ERROR, "The agent failed: " + cause.getClass().getSimpleName() + ".", cause);
    }

    /** Ends the run in an error whose cause is for the log. */
    void failed(String code, String message, Throwable cause) {
        if (!isEnded()) {
            LOG.warn("the agent of run {} of user {} failed", runId, context.userId(), cause);
        }
        fail(code, message, cause);
    }

    private void fail(String code, String message, Throwable cause) {
        end(
                () -> event(EventType.AGENT_FAILED).put("error", Map.of("code", code, "message", message)),
                "The agent failed.",
                () -> AgentOutcome.failed(runId, cause));
    }

    /**
     * Ends the run before it is done.
     *
     * @param reason why, fit for the user
     */
    public void cancelled(String reason) {
        cancelled(reason, new CancellationException(reason));
    }

    void cancelled(String reason, Throwable cause) {
        end(
                () -> event(EventType.AGENT_CANCELLED).put("reason", Objects.requireNonNull(reason, "reason")),
                "The agent was cancelled.",
                () -> AgentOutcome.failed(runId, cause));
    }

    /** Ends the run as failed if it has not ended; a second call changes nothing. */
    @Override
    public void close() {
        if (!isEnded()) {
            failed(FailureCodes.ENDED_WITHOUT_RESULT, "The agent ended without a result.");
        }
    }

    /**
     * Tells whether the run has ended: by its agent, by a cancellation, or by the hub, which is noticed at the next event.
     *
     * @return true when nothing that the agent says is sent any more
     */
    public boolean isEnded() {
        return ended.get();
    }

    /**
     * Answers how the run ends.
     *
     * @return completes when the terminal event was taken or refused, never exceptionally; never null
     */
    public CompletionStage<AgentOutcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    AgentEvent.Builder event(EventType type) {
        AgentEvent.Builder builder = AgentEvent.builder(type).runId(runId);
        context.threadId().ifPresent(builder::threadId);
        return builder;
    }

    /** Sends an event of a run that goes on; the stage never fails. */
    CompletionStage<SendResult> send(Supplier<AgentEvent.Builder> event) {
        if (isEnded()) {
            return ignore();
        }
        return dispatch(event).thenApply(this::noticeEnd);
    }

    CompletionStage<SendResult> ignore() {
        outlet.countIgnored();
        return CompletableFuture.completedFuture(
                SendResult.refused(ErrorIds.RUN_ENDED, "the run has ended. Say nothing more through it."));
    }

    /** The hub may end a run that falls silent, or that its server cannot wait for. */
    private SendResult noticeEnd(SendResult sent) {
        if (isRefusedAs(ErrorIds.RUN_ENDED, sent) && ended.compareAndSet(false, true)) {
            LOG.debug("run {} was ended by another than its agent", runId);
            outcome.complete(AgentOutcome.failed(runId, new CancellationException("the run was ended by the hub")));
        }
        return sent;
    }

    void forget(ToolCall call) {
        openCalls.remove(call);
    }

    /** Sends the one end: the first to come decides it. */
    private void end(Supplier<AgentEvent.Builder> terminal, String otherwise, Supplier<AgentOutcome> then) {
        if (!ended.compareAndSet(false, true)) {
            var unused = ignore();
            return;
        }
        List<ToolCall> calls;
        synchronized (openCalls) {
            calls = new ArrayList<>(openCalls);
        }
        calls.forEach(ToolCall::cutOff);
        var unused = dispatch(terminal)
                .thenCompose(sent -> isTaken(sent)
                        ? CompletableFuture.completedStage(sent)
                        : dispatch(() -> event(EventType.AGENT_FAILED)
                                        .put("error", Map.of("code", FailureCodes.AGENT_ERROR, "message", otherwise)))
                                .thenApply(second -> sent))
                .thenAccept(sent -> outcome.complete(isTaken(sent) ? then.get() : notSent(sent, then.get())));
    }

    private AgentOutcome notSent(SendResult sent, AgentOutcome outcomeOtherwise) {
        Optional<Throwable> failure = outcomeOtherwise.failure();
        return failure.isPresent()
                ? outcomeOtherwise
                : AgentOutcome.failed(runId, new IllegalStateException("the result was not sent, " + sent));
    }

    private static boolean isTaken(SendResult sent) {
        return sent.isAccepted();
    }

    private static boolean isRefusedAs(ErrorId reason, SendResult sent) {
        return sent.refusal().filter(reason::equals).isPresent();
    }

    /** Sends the first event that can be made and that the manager does not choke on. */
    private CompletionStage<SendResult> dispatchFirstOf(List<Supplier<AgentEvent.Builder>> events) {
        CompletionStage<SendResult> sent = dispatch(events.get(0));
        for (Supplier<AgentEvent.Builder> next : events.subList(1, events.size())) {
            sent = sent.thenCompose(former -> isRefusedAs(ErrorIds.NOTIFY_FAILED, former)
                    ? dispatch(next)
                    : CompletableFuture.completedStage(former));
        }
        return sent;
    }

    /** Sends an event, ended or not; the stage never fails, and is refused where the event cannot be made. */
    CompletionStage<SendResult> dispatch(Supplier<AgentEvent.Builder> event) {
        AgentEvent built;
        try {
            built = event.get().build();
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.warn(ErrorIds.NOTIFY_FAILED.describe("an event of run {} was not sent: {}"), runId, e.toString());
            outlet.countUnsendable();
            return CompletableFuture.completedFuture(SendResult.refused(ErrorIds.NOTIFY_FAILED, e.toString()));
        }
        return outlet.send(context.userId(), built);
    }
}
