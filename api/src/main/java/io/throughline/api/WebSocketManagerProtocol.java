// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What every WebSocket manager does: keeps the connections of users and carries agents' events to them.
 *
 * <p>Wrong arguments fail at once, the same way in every manager: null with a {@link NullPointerException} that names the
 * parameter, a blank id or an empty message with an {@link InvalidArgumentException}, a closed manager with a
 * {@link ClosedException}, and another user's id on a manager that is bound to one user with a
 * {@link UserIsolationException}. What goes wrong later is told in the {@link SendResult}.
 *
 * <p>Implementations are thread-safe and never block a sender.
 */
public interface WebSocketManagerProtocol extends AutoCloseable {

    /**
     * Adds a connection, so that its user's messages reach it from now on.
     *
     * @param connection the connection; never null
     * @return true if it was added, false if this very connection was there already
     * @throws InvalidArgumentException if its id is taken by another connection
     */
    boolean addConnection(WebSocketConnection connection);

    /**
     * Forgets a connection, without closing it.
     *
     * @param connectionId the connection; never null, may be unknown
     * @return true if it was there
     */
    boolean removeConnection(ConnectionId connectionId);

    /**
     * Sends a message of the application's own to all connections of a user.
     *
     * @param userId the user; never null
     * @param message the data of the message, copied before this returns; neither null nor empty
     * @return completes when the manager took or refused the message; never null
     */
    CompletionStage<SendResult> sendMessage(UserId userId, Map<String, ? extends @Nullable Object> message);

    /**
     * Sends an event to all connections of a user: the one path that every event takes.
     *
     * @param userId the user; never null
     * @param event the event; never null
     * @return completes when the manager took or refused the event; never null
     */
    CompletionStage<SendResult> sendAgentEvent(UserId userId, AgentEvent event);

    /**
     * Sends an event in the form that legacy senders use.
     *
     * @param userId the user; never null
     * @param eventType the name of the type; never null
     * @param data the data with {@code run_id} and {@code thread_id} beside it, see {@link AgentEvent#fromMap}; never
     *     null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     * @throws InvalidArgumentException if the name is no event type, or a field is missing or has a wrong type
     */
    default CompletionStage<SendResult> sendAgentEvent(
            UserId userId, String eventType, Map<String, ? extends @Nullable Object> data) {
        Objects.requireNonNull(userId, "userId");
        return sendAgentEvent(userId, AgentEvent.fromMap(eventType, data));
    }

    /**
     * Tells the user that an agent started.
     *
     * @param userId the user; never null
     * @param agentName the agent's name; neither null nor blank
     * @param runId the run that begins; never null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     */
    default CompletionStage<SendResult> sendAgentStarted(UserId userId, String agentName, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(agentName, "agentName");
        return sendAgentEvent(userId, event(EventType.AGENT_STARTED, runId, Map.of("agent_name", agentName)));
    }

    /**
     * Tells the user what the agent is about.
     *
     * @param userId the user; never null
     * @param thought what the agent is about; never null
     * @param runId the run; never null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     */
    default CompletionStage<SendResult> sendAgentThinking(UserId userId, String thought, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(thought, "thought");
        return sendAgentEvent(userId, event(EventType.AGENT_THINKING, runId, Map.of("thought", thought)));
    }

    /**
     * Tells the user that the agent calls a tool; the manager gives the call an id.
     *
     * @param userId the user; never null
     * @param toolName the tool's name; neither null nor blank
     * @param runId the run; never null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     */
    default CompletionStage<SendResult> sendToolExecuting(UserId userId, String toolName, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(toolName, "toolName");
        return sendAgentEvent(userId, event(EventType.TOOL_EXECUTING, runId, Map.of("tool_name", toolName)));
    }

    /**
     * Tells the user what a tool answered; without a {@code tool_call_id} it closes the run's oldest open call.
     *
     * @param userId the user; never null
     * @param toolResult the result; its keys {@code tool_name}, {@code tool_call_id}, {@code status}, {@code error} and
     *     {@code duration_ms} become fields of the event, the others its {@code result}; never null, may be empty
     * @param runId the run; never null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     */
    default CompletionStage<SendResult> sendToolCompleted(
            UserId userId, Map<String, ? extends @Nullable Object> toolResult, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(toolResult, "toolResult");
        return sendAgentEvent(userId, event(EventType.TOOL_COMPLETED, runId, EventFields.ofToolResult(toolResult)));
    }

    /**
     * Tells the user that the run ended, and with what.
     *
     * @param userId the user; never null
     * @param result the result; never null, may be empty
     * @param runId the run; never null
     * @return as for {@link #sendAgentEvent(UserId, AgentEvent)}
     */
    default CompletionStage<SendResult> sendAgentCompleted(
            UserId userId, Map<String, ? extends @Nullable Object> result, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(result, "result");
        return sendAgentEvent(userId, event(EventType.AGENT_COMPLETED, runId, Map.of("result", result)));
    }

    private static AgentEvent event(EventType type, RunId runId, Map<String, ? extends @Nullable Object> data) {
        return AgentEvent.builder(type)
                .runId(Objects.requireNonNull(runId, "runId"))
                .data(data)
                .build();
    }

    /**
     * Counts the connections that this manager sees: on a manager bound to one user, that user's.
     *
     * @return 0 or more
     */
    int getConnectionCount();

    /**
     * Answers the connections of a user at this moment.
     *
     * @param userId the user; never null
     * @return an unmodifiable snapshot in the order in which they were added, empty for an unknown user; never null
     */
    Set<ConnectionId> getUserConnections(UserId userId);

    /**
     * Answers what is known of a connection.
     *
     * @param connectionId the connection; never null
     * @return a snapshot; empty when this manager does not see such a connection
     */
    Optional<ConnectionInfo> getConnectionInfo(ConnectionId connectionId);

    /**
     * Closes and forgets all connections of a user; what was logged for the user stays until its own time.
     *
     * @param userId the user; never null
     * @return how many connections there were
     */
    int disconnectUser(UserId userId);

    /**
     * Answers the id of a connection from the object under which the WebSocket library knows it.
     *
     * @param webSocket a session, channel or the like, compared by identity; never null
     * @return the id; empty when this manager does not see such a connection
     */
    Optional<ConnectionId> getConnectionIdByWebSocket(Object webSocket);

    /**
     * Labels a connection with another conversation; it goes on receiving all of its user's events.
     *
     * @param connectionId the connection; never null
     * @param threadId the conversation; never null
     * @return false when this manager does not see such a connection
     */
    boolean updateConnectionThread(ConnectionId connectionId, ThreadId threadId);

    /**
     * Answers what this manager can do beyond what every manager must.
     *
     * @return an unmodifiable set; never null
     */
    Set<Capability> capabilities();

    /**
     * Ends the manager; a second call changes nothing. Afterwards every other method, but {@link #capabilities}, throws
     * {@link ClosedException}.
     */
    @Override
    void close();
}
