// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.WebSocketManager;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends that answer with a boolean, as old managers did, and never say true of what was not taken. */
final class LegacySends {
    private LegacySends() {}

    static boolean toThread(
            WebSocketManager manager, ThreadId threadId, Map<String, ? extends @Nullable Object> message) {
        Objects.requireNonNull(message, "message");
        if (message.isEmpty()) {
            throw new InvalidArgumentException(
                    ErrorIds.EMPTY_MESSAGE, "the message for thread " + threadId + " is empty. Put something into it.");
        }
        Optional<UserId> user = manager.userContext().map(UserExecutionContext::userId);
        if (user.isEmpty() || !hasConnectionIn(manager, user.get(), threadId)) {
            return false;
        }
        AgentEvent event = AgentEvent.builder(EventType.MESSAGE)
                .threadId(threadId)
                .data(message)
                .build();
        return wasTaken(manager.sendAgentEvent(user.get(), event));
    }

    private static boolean hasConnectionIn(WebSocketManager manager, UserId user, ThreadId threadId) {
        return manager.getUserConnections(user).stream()
                .flatMap(id -> manager.getConnectionInfo(id).stream())
                .anyMatch(connection ->
                        connection.threadId().filter(threadId::equals).isPresent());
    }

    /** A stage that is still open counts as not taken: nothing is known of it, and waiting could block the caller. */
    static boolean wasTaken(CompletionStage<SendResult> stage) {
        Optional<SendResult> result = Optional.ofNullable(
                stage.exceptionally(failure -> null).toCompletableFuture().getNow(null));
        return result.filter(SendResult::isAccepted).isPresent();
    }
}
