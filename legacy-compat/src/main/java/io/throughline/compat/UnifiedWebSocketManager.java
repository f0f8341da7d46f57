// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import io.throughline.api.AgentEvent;
import io.throughline.api.Capability;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.WebSocketManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The old name of the manager, for code that still calls it: each method does what the one manager does.
 *
 * <p>It refuses wrong arguments as {@link WebSocketManagerProtocol} says; ids are texts here, as they were. Thread-safe.
 * The old {@code broadcast} is not here, since no manager reaches all users at once.
 *
 * @deprecated use {@link WebSocketManager}
 */
@Deprecated(since = "0.1.0", forRemoval = true)
public final class UnifiedWebSocketManager implements WebSocketManagerProtocol {
    private static final DeprecationWarner WARNER = new DeprecationWarner(UnifiedWebSocketManager.class);

    private final WebSocketManager manager;

    /**
     * Makes a manager of all users, with a hub of its own.
     *
     * @deprecated use {@link WebSocketManager#WebSocketManager()}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public UnifiedWebSocketManager() {
        this(new WebSocketManager());
    }

    /**
     * Puts the old name over a manager.
     *
     * @param manager does the work, and is closed with the bridge; never null
     * @deprecated use the manager itself
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public UnifiedWebSocketManager(WebSocketManager manager) {
        this.manager = Objects.requireNonNull(manager, "manager");
        WARNER.warn("UnifiedWebSocketManager", "io.throughline.core.WebSocketManager");
    }

    /**
     * Sends a message to all connections of a user.
     *
     * @param userId the user; neither null nor blank
     * @param message the data of the message; neither null nor empty
     * @return what became of it; never null
     * @deprecated use {@link WebSocketManager#sendMessage}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public CompletionStage<SendResult> sendToUser(String userId, Map<String, ? extends @Nullable Object> message) {
        WARNER.warn("UnifiedWebSocketManager.sendToUser", "WebSocketManager.sendMessage");
        return manager.sendMessage(UserId.of(userId), message);
    }

    /**
     * Sends an agent's event to all connections of a user; all events are delivered alike.
     *
     * @param userId the user; neither null nor blank
     * @param eventType the name of the type; never null
     * @param data the data, with {@code run_id} beside it; never null
     * @return what became of it; never null
     * @deprecated use {@link WebSocketManager#sendAgentEvent(UserId, String, Map)}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public CompletionStage<SendResult> emitCriticalEvent(
            String userId, String eventType, Map<String, ? extends @Nullable Object> data) {
        WARNER.warn("UnifiedWebSocketManager.emitCriticalEvent", "WebSocketManager.sendAgentEvent");
        return manager.sendAgentEvent(UserId.of(userId), eventType, data);
    }

    /**
     * Sends a message under a conversation, if the user whom this manager is bound to has a connection in it.
     *
     * @param threadId the conversation; neither null nor blank
     * @param message the data of the message; neither null nor empty
     * @return true only if the message was taken and such a connection was there; always false on a manager of all users,
     *     where a conversation names no user
     * @deprecated use {@link WebSocketManager#sendAgentEvent(UserId, AgentEvent)} with a thread in the event
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public boolean sendToThread(String threadId, Map<String, ? extends @Nullable Object> message) {
        WARNER.warn("UnifiedWebSocketManager.sendToThread", "WebSocketManager.sendAgentEvent with a thread");
        return LegacySends.toThread(manager, ThreadId.of(threadId), message);
    }

    /**
     * Tells whether a user has a connection.
     *
     * @param userId the user; neither null nor blank
     * @return true if there is at least one
     * @deprecated use {@link WebSocketManager#getUserConnections}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public boolean isConnectionActive(String userId) {
        WARNER.warn("UnifiedWebSocketManager.isConnectionActive", "WebSocketManager.getUserConnections");
        return !manager.getUserConnections(UserId.of(userId)).isEmpty();
    }

    /**
     * Describes a user's connections.
     *
     * @param userId the user; neither null nor blank
     * @return an unmodifiable map: {@code user_id}, {@code total_connections}, {@code active_connections},
     *     {@code has_active_connections} and, under {@code connections}, each with {@code connection_id},
     *     {@code thread_id} where it has one, and {@code connected_at}; never null
     * @deprecated use {@link WebSocketManager#getUserConnections} and {@link WebSocketManager#getConnectionInfo}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public Map<String, Object> getConnectionHealth(String userId) {
        WARNER.warn("UnifiedWebSocketManager.getConnectionHealth", "WebSocketManager.getConnectionInfo");
        UserId user = UserId.of(userId);
        List<Map<String, String>> connections = manager.getUserConnections(user).stream()
                .flatMap(id -> manager.getConnectionInfo(id).stream())
                .map(UnifiedWebSocketManager::describe)
                .toList();
        return Map.of(
                "user_id",
                userId,
                "total_connections",
                connections.size(),
                "active_connections",
                connections.size(),
                "has_active_connections",
                !connections.isEmpty(),
                "connections",
                connections);
    }

    private static Map<String, String> describe(ConnectionInfo connection) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("connection_id", connection.connectionId().value());
        connection.threadId().ifPresent(thread -> description.put("thread_id", thread.value()));
        description.put("connected_at", connection.connectedAt().toString());
        return Map.copyOf(description);
    }

    /**
     * Counts the connections that this manager sees.
     *
     * @return an unmodifiable map with {@code total_connections}; never null
     * @deprecated use {@link WebSocketManager#getConnectionCount}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public Map<String, Object> getStats() {
        WARNER.warn("UnifiedWebSocketManager.getStats", "WebSocketManager.getConnectionCount");
        return Map.of("total_connections", manager.getConnectionCount());
    }

    @Override
    public boolean addConnection(WebSocketConnection connection) {
        return manager.addConnection(connection);
    }

    @Override
    public boolean removeConnection(ConnectionId connectionId) {
        return manager.removeConnection(connectionId);
    }

    @Override
    public CompletionStage<SendResult> sendMessage(UserId userId, Map<String, ? extends @Nullable Object> message) {
        return manager.sendMessage(userId, message);
    }

    @Override
    public CompletionStage<SendResult> sendAgentEvent(UserId userId, AgentEvent event) {
        return manager.sendAgentEvent(userId, event);
    }

    @Override
    public CompletionStage<SendResult> sendAgentEvent(
            UserId userId, String eventType, Map<String, ? extends @Nullable Object> data) {
        return manager.sendAgentEvent(userId, eventType, data);
    }

    @Override
    public CompletionStage<SendResult> sendAgentStarted(UserId userId, String agentName, RunId runId) {
        return manager.sendAgentStarted(userId, agentName, runId);
    }

    @Override
    public CompletionStage<SendResult> sendAgentThinking(UserId userId, String thought, RunId runId) {
        return manager.sendAgentThinking(userId, thought, runId);
    }

    @Override
    public CompletionStage<SendResult> sendToolExecuting(UserId userId, String toolName, RunId runId) {
        return manager.sendToolExecuting(userId, toolName, runId);
    }

    @Override
    public CompletionStage<SendResult> sendToolCompleted(
            UserId userId, Map<String, ? extends @Nullable Object> toolResult, RunId runId) {
        return manager.sendToolCompleted(userId, toolResult, runId);
    }

    @Override
    public CompletionStage<SendResult> sendAgentCompleted(
            UserId userId, Map<String, ? extends @Nullable Object> result, RunId runId) {
        return manager.sendAgentCompleted(userId, result, runId);
    }

    @Override
    public int getConnectionCount() {
        return manager.getConnectionCount();
    }

    @Override
    public Set<ConnectionId> getUserConnections(UserId userId) {
        return manager.getUserConnections(userId);
    }

    @Override
    public Optional<ConnectionInfo> getConnectionInfo(ConnectionId connectionId) {
        return manager.getConnectionInfo(connectionId);
    }

    @Override
    public int disconnectUser(UserId userId) {
        return manager.disconnectUser(userId);
    }

    @Override
    public Optional<ConnectionId> getConnectionIdByWebSocket(Object webSocket) {
        return manager.getConnectionIdByWebSocket(webSocket);
    }

    @Override
    public boolean updateConnectionThread(ConnectionId connectionId, ThreadId threadId) {
        return manager.updateConnectionThread(connectionId, threadId);
    }

    @Override
    public Set<Capability> capabilities() {
        return manager.capabilities();
    }

    @Override
    public void close() {
        manager.close();
    }

    @Override
    public String toString() {
        return "UnifiedWebSocketManager over " + manager;
    }
}
