// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventFrame;
import io.throughline.api.spi.LogRecord;
import io.throughline.api.spi.LogRecord.RunEffect;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.json.FrameEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of an event: completed, encoded, checked and appended in one step, then signalled to the user's cursors. */
final class Sender implements Appender.Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Users users;
    private final IdSource ids;
    private final FrameEncoder encoder;
    private final Listeners listeners;
    private final HubSettings settings;
    private final Counters counters;
    private final Appender appender;

    Sender(
            Users users,
            IdSource ids,
            FrameEncoder encoder,
            Listeners listeners,
            HubSettings settings,
            Counters counters) {
        this.users = users;
        this.ids = ids;
        this.encoder = encoder;
        this.listeners = listeners;
        this.settings = settings;
        this.counters = counters;
        this.appender = new Appender(users, this, settings.runs().strict(), settings.executor());
    }

    CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
        return send(null, userId, event);
    }

    /** Sends an event of the hub's own if something holds of the user's runs when its turn comes; else nobody is told. */
    CompletionStage<SendResult> sendIf(Predicate<OpenRuns> condition, UserId userId, AgentEvent event) {
        return send(condition, userId, event);
    }

    private CompletionStage<SendResult> send(@Nullable Predicate<OpenRuns> condition, UserId userId, AgentEvent event) {
        String callId = EventCompletion.mayNeedCallId(event) ? ids.toolCallId() : "";
        AgentEvent complete = EventCompletion.withCallId(event, callId);
        AgentEvent given = Draft.dependsOnRun(complete) ? encoder.settled(complete) : complete;
        Passage passage = new Passage(userId, given, callId, settings.clock().instant(), condition);
        Draft draft =
                Draft.dependsOnRun(given) ? users.locked(userId, user -> passage.draftFor(user.runs)) : Draft.of(given);
        encode(passage, draft, null);
        return appender.append(passage);
    }

    private void encode(Passage passage, Draft draft, @Nullable Part former) {
        List<Part> parts = new ArrayList<>(draft.before().size() + 1);
        for (AgentEvent ofHub : draft.before()) {
            parts.add(part(passage, ofHub, true));
        }
        boolean isSame = former != null && former.event.equals(draft.event());
        parts.add(isSame ? former : part(passage, draft.event(), passage.isOfHub()));
        passage.encoded(draft, parts);
    }

    private Part part(Passage passage, AgentEvent event, boolean isOfHub) {
        String id = ids.eventId();
        EventFrame frame = isOfHub
                ? encoder.eventOfHub(passage.userId, id, passage.sentAt, event)
                : encoder.event(passage.userId, id, passage.sentAt, event);
        LogRecord.Builder record =
                LogRecord.builder(id, passage.sentAt, event.type().eventClass(), frame);
        event.runId().ifPresent(run -> record.run(run, effectOf(event.type())));
        return new Part(event, record.build());
    }

    private static RunEffect effectOf(EventType type) {
        if (!type.belongsToRun()) {
            return RunEffect.NONE;
        }
        return type.isTerminal() ? RunEffect.END : RunEffect.OPEN;
    }

    @Override
    public void prepare(User user, Passage passage) {
        Draft draft;
        user.lock.lock();
        try {
            draft = passage.draftFor(user.runs);
        } finally {
            user.lock.unlock();
        }
        try {
            encode(passage, draft, passage.ofSender());
        } catch (InvalidArgumentException e) {
            passage.refuse(e.errorId(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void tell(Passage passage) {
        if (passage.isDropped()) {
            return;
        }
        for (Part ofHub : passage.ofHub()) {
            if (ofHub.isSettled()) {
                if (ofHub.result().isAccepted()) {
                    counters.count(
                            ofHub.event.type().isTerminal()
                                    ? Counter.RUNS_ENDED_BY_HUB
                                    : Counter.TOOL_CALLS_CLOSED_BY_HUB);
                }
                tell(passage.userId, ofHub, null);
            }
        }
        tell(passage.userId, passage.ofSender(), passage.draft().disorder());
    }

    private void tell(UserId userId, Part part, @Nullable RunDisorder disorder) {
        SendResult result = part.result();
        AgentEvent event = part.event;
        counters.count(result.isAccepted() ? Counter.EVENTS_ACCEPTED : Counter.EVENTS_REFUSED);
        if (result.isAccepted() && event.type().isTerminal()) {
            counters.count(Counter.RUNS_ENDED);
        }
        if (disorder != null) {
            counters.count(disorder.counter());
        }
        if (result.isAccepted()) {
            for (ConnectionCursor cursor : part.cursors()) {
                cursor.signal();
            }
        } else {
            LOG.warn("an event of type {} for user {} was {}", event.type(), userId, result);
        }
        listeners.tell(listener -> listener.onEvent(userId, event, result));
        if (disorder != null && result.isAccepted()) {
            LOG.debug("{} of user {} is out of order: {}", event, userId, disorder.advice());
            listeners.tell(listener -> listener.onOutOfOrder(userId, event, disorder.errorId()));
        }
    }
}
