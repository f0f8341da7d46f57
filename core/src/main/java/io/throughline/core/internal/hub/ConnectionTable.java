// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ConnectionId;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.WebSocketConnection;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The attached connections, by their id and by their raw socket. */
final class ConnectionTable {
    private static final CompletableFuture<@Nullable Void> NOBODY = CompletableFuture.completedFuture(null);

    /** Compares sockets by identity: libraries' sessions may define equality as they like. */
    private static final class Socket {
        final Object webSocket;

        Socket(Object webSocket) {
            this.webSocket = webSocket;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Socket that && webSocket == that.webSocket;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(webSocket);
        }
    }

    private final ConcurrentMap<ConnectionId, ConnectionCursor> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<Socket, ConnectionCursor> bySocket = new ConcurrentHashMap<>();

    /** The ends of removed cursors; most have ended when they are removed. */
    private final ConcurrentMap<Socket, CompletableFuture<@Nullable Void>> leaving = new ConcurrentHashMap<>();

    /** Answers the cursor that stands for this very connection already, or null. */
    @Nullable
    ConnectionCursor existing(WebSocketConnection connection) {
        ConnectionCursor sameId = byId.get(connection.id());
        ConnectionCursor sameSocket = bySocket.get(new Socket(connection.webSocket()));
        if (sameId == null && sameSocket == null) {
            return null;
        }
        if (sameId != null && sameId == sameSocket) {
            if (!sameId.connection().userId().equals(connection.userId())) {
                throw inUse("connection id " + connection.id() + " belongs to another user.");
            }
            return sameId;
        }
        throw inUse(connection, sameId);
    }

    /** Enters a cursor. */
    void add(ConnectionCursor cursor) {
        WebSocketConnection connection = cursor.connection();
        ConnectionCursor sameId = byId.putIfAbsent(connection.id(), cursor);
        if (sameId != null) {
            throw inUse(connection, sameId);
        }
        if (bySocket.putIfAbsent(new Socket(connection.webSocket()), cursor) != null) {
            byId.remove(connection.id(), cursor);
            throw inUse(connection, null);
        }
    }

    private static InvalidArgumentException inUse(WebSocketConnection connection, @Nullable ConnectionCursor sameId) {
        String problem = sameId == null
                ? "the socket of connection " + connection.id() + " was added under another id."
                : "connection id " + connection.id() + " belongs to another socket.";
        return inUse(problem);
    }

    private static InvalidArgumentException inUse(String problem) {
        return new InvalidArgumentException(
                ErrorIds.CONNECTION_ID_IN_USE, problem + " Make a new id for each physical connection.");
    }

    /** Takes a cursor out; answers false if it was out already. */
    boolean remove(ConnectionCursor cursor) {
        WebSocketConnection connection = cursor.connection();
        if (!byId.remove(connection.id(), cursor)) {
            return false;
        }
        Socket socket = new Socket(connection.webSocket());
        CompletableFuture<@Nullable Void> end = cursor.ended();
        leaving.put(socket, end);
        var unused = end.thenRun(() -> leaving.remove(socket, end));
        bySocket.remove(socket, cursor);
        return true;
    }

    /** Completes when no write of a removed cursor is in flight on this cursor's socket. */
    CompletableFuture<@Nullable Void> predecessorsEnd(ConnectionCursor cursor) {
        return leaving.getOrDefault(new Socket(cursor.connection().webSocket()), NOBODY);
    }

    @Nullable
    ConnectionCursor find(ConnectionId id) {
        return byId.get(id);
    }

    @Nullable
    ConnectionCursor findBySocket(Object webSocket) {
        return bySocket.get(new Socket(webSocket));
    }

    int size() {
        return byId.size();
    }

    Collection<ConnectionCursor> all() {
        return byId.values();
    }
}
