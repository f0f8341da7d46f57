// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.LogPosition;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.hub.EventCompletion.Completed;
import io.throughline.core.internal.hub.OpenRuns.OpenCall;
import io.throughline.core.internal.json.EventFrame;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.receipt.Client;
import io.throughline.core.internal.receipt.Clients;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of an event: completed, encoded, checked and appended in one step, then signalled to the user's cursors. */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Users users;
    private final IdSource ids;
    private final FrameEncoder encoder;
    private final Listeners listeners;
    private final InstantSource clock;
    private final EventCompletion completion;
    private final Counters counters;

    Sender(
            Users users,
            IdSource ids,
            FrameEncoder encoder,
            Listeners listeners,
            InstantSource clock,
            Counters counters) {
        this.counters = counters;
        this.users = users;
        this.ids = ids;
        this.encoder = encoder;
        this.listeners = listeners;
        this.clock = clock;
        this.completion = new EventCompletion(ids);
    }

    CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
        Instant now = clock.instant();
        Completed completed = completion.complete(users, userId, event, now.toEpochMilli());
        EventFrame frame = encode(userId, completed, now);
        AgentEvent complete = completed.event();
        Appended appended = users.locked(userId, user -> checkAndAppend(user, complete, frame, now.toEpochMilli()));
        return appended.position().handle((position, failure) -> {
            SendResult result = appended.result(position, failure);
            counters.count(result.isAccepted() ? Counter.EVENTS_ACCEPTED : Counter.EVENTS_REFUSED);
            if (result.isAccepted()) {
                appended.cursors().forEach(ConnectionCursor::signal);
            } else {
                LOG.warn("an event of type {} for user {} was {}", complete.type(), userId, result);
            }
            listeners.tell(listener -> listener.onEvent(userId, complete, result));
            return result;
        });
    }

    private EventFrame encode(UserId userId, Completed completed, Instant now) {
        try {
            return encoder.event(userId, ids.eventId(), now, completed.event());
        } catch (RuntimeException e) {
            putBack(userId, completed);
            throw e;
        }
    }

    /** The one step under the user's lock. */
    private Appended checkAndAppend(User user, AgentEvent event, EventFrame frame, long nowMillis) {
        boolean runEnded = event.type().belongsToRun()
                && event.runId().filter(user.runs::isFinished).isPresent();
        if (runEnded) {
            return Appended.RUN_ENDED;
        }
        long nextSeq = user.log.head().seq() + 1;
        CompletionStage<LogPosition> position =
                user.log.append(frame, event.type().eventClass());
        user.runs.onAppended(event, nextSeq, nowMillis);
        user.lastActiveMillis = nowMillis;
        Appended appended = new Appended(position, user.cursors(), user.clients, user.clients.attached());
        users.freeIfExpired(user);
        return appended;
    }

    /**
     * What the step under the lock answers.
     *
     * @param position where the event stands; fails if the log did not take it; null where it was refused before
     * @param cursors who is to be told
     * @param clients all clients of the user, null where it was refused before
     * @param attached those of them that were attached
     */
    private record Appended(
            CompletionStage<? extends @Nullable LogPosition> position,
            List<ConnectionCursor> cursors,
            @Nullable Clients clients,
            List<Client> attached) {
        static final Appended RUN_ENDED =
                new Appended(CompletableFuture.completedFuture(null), List.of(), null, List.of());

        SendResult result(@Nullable LogPosition position, @Nullable Throwable failure) {
            if (failure != null) {
                return SendResult.refused(ErrorIds.APPEND_FAILED, "the log did not take the event: " + failure);
            }
            if (position == null || clients == null) {
                return SendResult.refused(
                        ErrorIds.RUN_ENDED, "the run has had its terminal event. Begin a new run with a new id.");
            }
            return SendResult.appended(position, cursors.size(), clients.receipt(position.seq(), attached));
        }
    }

    private void putBack(UserId userId, Completed completed) {
        OpenCall call = completed.call();
        if (call != null) {
            RunId runId = completed.event().runId().orElseThrow();
            users.locked(userId, user -> {
                user.runs.putBack(runId, call);
                return null;
            });
        }
    }
}
