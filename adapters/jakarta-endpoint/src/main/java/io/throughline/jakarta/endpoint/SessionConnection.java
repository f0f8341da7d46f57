// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import jakarta.websocket.Session;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A session of an authenticated user, as the hub sees it. */
final class SessionConnection implements WebSocketConnection {
    private final ConnectionId id;
    private final UserId userId;
    private final Session session;
    private final SessionWriter writer;

    SessionConnection(ConnectionId id, UserId userId, Session session, SessionWriter writer) {
        this.id = id;
        this.userId = userId;
        this.session = session;
        this.writer = writer;
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public UserId userId() {
        return userId;
    }

    @Override
    public Object webSocket() {
        return session;
    }

    @Override
    public boolean isOpen() {
        return writer.isOpen();
    }

    @Override
    public CompletionStage<@Nullable Void> send(MessageBatch batch) {
        return writer.send(batch);
    }

    @Override
    public CompletionStage<Boolean> ping() {
        return writer.ping();
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        return writer.close(reason);
    }

    @Override
    public String toString() {
        return "SessionConnection[" + id + " of " + userId + "]";
    }
}
