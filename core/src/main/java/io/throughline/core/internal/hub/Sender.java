// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.json.EventFrame;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.receipt.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of an event: completed, encoded, checked and appended in one step, then signalled to the user's cursors.
 *
 * <p>A run moves on by what the log took. So what is checked here is true when a user's next event is appended after the
 * stage of the last one has completed, as it has on the spot for a log in memory.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Users users;
    private final IdSource ids;
    private final FrameEncoder encoder;
    private final Listeners listeners;
    private final HubSettings settings;
    private final Counters counters;

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
    }

    /** An event on its way, as its sender gave it; a call of a tool has its id. */
    private record Outgoing(UserId userId, AgentEvent event, String spareCallId, Instant now) {
        Draft draft(User user) {
            return user.runs.draft(event, spareCallId, now.toEpochMilli());
        }
    }

    /** A draft with its frames: those of the hub's own events, and the one of the sender's. */
    private record Encoded(Draft draft, List<EventFrame> ofHub, EventFrame ofSender) {}

    /** What the step under the lock did with an event; the stage never fails. */
    private record Appended(AgentEvent event, CompletionStage<SendResult> result) {}

    /** What the step under the lock answers: the hub's own events first and the sender's last. */
    private record Step(Draft draft, List<Appended> appended) {}

    CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
        return sendIf(runs -> true, userId, event).orElseThrow();
    }

    /** Sends an event of the hub's own, if the user's runs still are as they were when it was decided. */
    Optional<CompletionStage<SendResult>> sendIf(Predicate<OpenRuns> still, UserId userId, AgentEvent event) {
        String callId = ids.toolCallId();
        Outgoing out = new Outgoing(
                userId,
                EventCompletion.withCallId(event, callId),
                callId,
                settings.clock().instant());
        Draft draft = Draft.dependsOnRun(event) ? users.locked(userId, out::draft) : Draft.of(out.event());
        Encoded encoded = encode(out, draft);
        Step step = users.locked(userId, user -> still.test(user.runs) ? step(user, out, encoded) : null);
        return Optional.ofNullable(step).map(taken -> tell(userId, taken));
    }

    private Encoded encode(Outgoing out, Draft draft) {
        return new Encoded(draft, ofHub(out, draft), ofSender(out, draft));
    }

    private List<EventFrame> ofHub(Outgoing out, Draft draft) {
        return draft.before().stream()
                .map(event -> encoder.eventOfHub(out.userId(), ids.eventId(), out.now(), event))
                .toList();
    }

    private EventFrame ofSender(Outgoing out, Draft draft) {
        return encoder.event(out.userId(), ids.eventId(), out.now(), draft.event());
    }

    /** Encodes anew what another sender has changed since, and that alone. */
    private Encoded encodeAgain(Outgoing out, Draft draft, Encoded former) {
        boolean same = former.draft().event().equals(draft.event());
        return new Encoded(draft, ofHub(out, draft), same ? former.ofSender() : ofSender(out, draft));
    }

    /** The one step under the user's lock. */
    private Step step(User user, Outgoing out, Encoded encoded) {
        Draft draft = out.draft(user);
        RunDisorder disorder = draft.disorder();
        if (disorder != null && disorder.isRefused(settings.runs().strict())) {
            SendResult refused = SendResult.refused(disorder.errorId(), disorder.advice());
            return new Step(draft, List.of(new Appended(draft.event(), CompletableFuture.completedStage(refused))));
        }
        Encoded current = draft.isLike(encoded.draft()) ? encoded : encodeAgain(out, draft, encoded);
        List<Appended> appended = new ArrayList<>(draft.before().size() + 1);
        for (int i = 0; i < draft.before().size(); i++) {
            appended.add(append(user, draft.before().get(i), current.ofHub().get(i), out.now()));
        }
        appended.add(append(user, draft.event(), current.ofSender(), out.now()));
        return new Step(draft, appended);
    }

    private Appended append(User user, AgentEvent event, EventFrame frame, Instant now) {
        List<Client> attached = user.clients.attached();
        int connections = user.cursors().size();
        CompletionStage<LogPosition> position;
        try {
            position =
                    Objects.requireNonNull(user.log.append(frame, event.type().eventClass()), "the log's stage");
        } catch (Throwable e) {
            Fatal.rethrow(e);
            position = CompletableFuture.failedFuture(e);
        }
        return new Appended(event, position.handle((place, failure) -> {
            user.lock.lock();
            try {
                return settle(user, event, place, failure, attached, connections, now.toEpochMilli());
            } finally {
                user.lock.unlock();
            }
        }));
    }

    /** Moves the run on if the log took the event; under the user's lock. */
    private SendResult settle(
            User user,
            AgentEvent event,
            @Nullable LogPosition place,
            @Nullable Throwable failure,
            List<Client> attached,
            int connections,
            long nowMillis) {
        if (place == null) {
            user.runs.onRefused(event, nowMillis);
            return SendResult.refused(
                    ErrorIds.APPEND_FAILED,
                    "the log did not take the event: " + (failure == null ? "it answered nothing" : failure));
        }
        user.runs.onAppended(event, place.seq(), nowMillis);
        user.lastActiveMillis = nowMillis;
        SendResult result = SendResult.appended(place, connections, user.clients.receipt(place.seq(), attached));
        users.freeIfExpired(user);
        return result;
    }

    /** Tells everybody of what was appended or refused; answers what the sender is answered. */
    private CompletionStage<SendResult> tell(UserId userId, Step step) {
        List<Appended> appended = step.appended();
        for (Appended ofHub : appended.subList(0, appended.size() - 1)) {
            var unused = ofHub.result().thenAccept(result -> tell(userId, ofHub.event(), null, result));
            counters.count(
                    ofHub.event().type().isTerminal() ? Counter.RUNS_ENDED_BY_HUB : Counter.TOOL_CALLS_CLOSED_BY_HUB);
        }
        Appended ofSender = appended.get(appended.size() - 1);
        return ofSender.result().thenApply(result -> {
            tell(userId, ofSender.event(), step.draft().disorder(), result);
            return result;
        });
    }

    private void tell(UserId userId, AgentEvent event, @Nullable RunDisorder disorder, SendResult result) {
        counters.count(result.isAccepted() ? Counter.EVENTS_ACCEPTED : Counter.EVENTS_REFUSED);
        if (disorder != null) {
            counters.count(disorder.counter());
        }
        if (result.isAccepted()) {
            users.cursors(userId).forEach(ConnectionCursor::signal);
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
