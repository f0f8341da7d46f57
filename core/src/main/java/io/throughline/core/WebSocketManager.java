// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.Capability;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.JsonPayload;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.UserIsolationException;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.internal.hub.AttachedConnection;
import io.throughline.core.internal.hub.HubCore;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The unified manager: a view of a {@link Hub}, of all its users or bound to one.
 *
 * <p>{@code new WebSocketManager()} and {@link #fromUserContext} bring a hub of their own, which ends with them; views that
 * a {@link WebSocketManagerFactory} makes share its hub, and end alone. A manager bound to a user refuses other users' ids
 * and sees that user's connections only; events sent through it without a thread carry the thread of its context.
 * Thread-safe; never blocks a sender.
 */
public final class WebSocketManager implements WebSocketManagerProtocol {
    private static final Set<Capability> CAPABILITIES = Set.of(
            Capability.SEQUENCE, Capability.EXCLUSIVE_WRITES, Capability.RESUME, Capability.RECEIPTS, Capability.DRAIN);

    private final Hub hub;
    private final HubCore core;
    private final @Nullable UserExecutionContext context;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Makes a manager of all users, with a hub of its own in its default settings. */
    public WebSocketManager() {
        this(Hub.create(), null);
    }

    private WebSocketManager(Hub hub, @Nullable UserExecutionContext context) {
        this(hub, hub.core(), context, hub::close);
    }

    private WebSocketManager(Hub hub, HubCore core, @Nullable UserExecutionContext context, Runnable onClose) {
        this.hub = hub;
        this.core = core;
        this.context = context;
        this.onClose = onClose;
    }

    /** The manager of all users that stands for its hub. */
    static WebSocketManager ofHub(Hub hub) {
        return new WebSocketManager(hub, null);
    }

    /** A view bound to one user that shares a hub; {@code onClose} is told of its end. */
    static WebSocketManager viewOf(Hub hub, UserExecutionContext context, Runnable onClose) {
        return new WebSocketManager(hub, hub.core(), context, onClose);
    }

    /**
     * Makes a manager that is bound to a user, with a hub of its own.
     *
     * @param context whom it serves; never null
     * @return the manager; never null
     */
    public static WebSocketManager fromUserContext(UserExecutionContext context) {
        return builder().userContext(context).build();
    }

    /**
     * Starts a manager with settings of one's own.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the hub that this manager is a view of, to which transports attach connections.
     *
     * @return the same hub at every call; never null
     */
    public Hub hub() {
        return hub;
    }

    /**
     * Answers whom this manager is bound to.
     *
     * @return the context it was made from, or empty if it serves all users
     */
    public Optional<UserExecutionContext> userContext() {
        return Optional.ofNullable(context);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.throughline.api.ConnectionRefusedException if there are too many connections, of this user or in all, or
     *     the hub is being drained
     */
    @Override
    public boolean addConnection(WebSocketConnection connection) {
        Objects.requireNonNull(connection, "connection");
        checkUser(Objects.requireNonNull(connection.userId(), "connection.userId()"));
        return core.attach(connection, ConnectOptions.live()) != null;
    }

    @Override
    public boolean removeConnection(ConnectionId connectionId) {
        return find(connectionId).map(AttachedConnection::detach).orElse(false);
    }

    @Override
    public CompletionStage<SendResult> sendMessage(UserId userId, Map<String, ? extends @Nullable Object> message) {
        Objects.requireNonNull(userId, "userId");
        Map<String, @Nullable Object> copy = JsonPayload.copyOf(Objects.requireNonNull(message, "message"));
        if (copy.isEmpty()) {
            throw new InvalidArgumentException(
                    ErrorIds.EMPTY_MESSAGE, "the message for user " + userId + " is empty. Put something into it.");
        }
        return sendAgentEvent(
                userId, AgentEvent.builder(EventType.MESSAGE).data(copy).build());
    }

    @Override
    public CompletionStage<SendResult> sendAgentEvent(UserId userId, AgentEvent event) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(event, "event");
        checkUser(userId);
        return core.send(userId, withThread(event));
    }

    private AgentEvent withThread(AgentEvent event) {
        if (context == null || context.threadId().isEmpty() || event.threadId().isPresent()) {
            return event;
        }
        return event.toBuilder().threadId(context.threadId().get()).build();
    }

    @Override
    public int getConnectionCount() {
        checkOpen();
        return context == null
                ? core.connectionCount()
                : core.connectionsOf(context.userId()).size();
    }

    @Override
    public Set<ConnectionId> getUserConnections(UserId userId) {
        checkUser(Objects.requireNonNull(userId, "userId"));
        return core.connectionsOf(userId);
    }

    @Override
    public Optional<ConnectionInfo> getConnectionInfo(ConnectionId connectionId) {
        return find(connectionId).map(AttachedConnection::info);
    }

    @Override
    public int disconnectUser(UserId userId) {
        checkUser(Objects.requireNonNull(userId, "userId"));
        return core.disconnect(userId);
    }

    @Override
    public Optional<ConnectionId> getConnectionIdByWebSocket(Object webSocket) {
        Objects.requireNonNull(webSocket, "webSocket");
        checkOpen();
        return core.findBySocket(webSocket)
                .map(AttachedConnection::info)
                .filter(this::sees)
                .map(ConnectionInfo::connectionId);
    }

    @Override
    public boolean updateConnectionThread(ConnectionId connectionId, ThreadId threadId) {
        Objects.requireNonNull(connectionId, "connectionId");
        Objects.requireNonNull(threadId, "threadId");
        Optional<AttachedConnection> found = find(connectionId);
        found.ifPresent(connection -> connection.label(threadId));
        return found.isPresent();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }

    private Optional<AttachedConnection> find(ConnectionId connectionId) {
        Objects.requireNonNull(connectionId, "connectionId");
        checkOpen();
        return core.find(connectionId).filter(connection -> sees(connection.info()));
    }

    private boolean sees(ConnectionInfo connection) {
        return context == null || context.userId().equals(connection.userId());
    }

    private void checkUser(UserId userId) {
        checkOpen();
        if (context != null && !context.userId().equals(userId)) {
            throw new UserIsolationException(
                    ErrorIds.USER_ISOLATION,
                    "this manager is bound to user " + context.userId() + " and was asked to act for user " + userId
                            + ". Use a manager of that user, or one of all users.");
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new ClosedException(ErrorIds.CLOSED, "this manager is closed. Make a new one.");
        }
        core.checkOpen();
    }

    @Override
    public String toString() {
        return "WebSocketManager[" + (context == null ? "all users" : "user " + context.userId()) + "]";
    }

    /** Collects what a manager is made of; to be used by one thread. */
    public static final class Builder {
        private @Nullable Hub hub;
        private @Nullable UserExecutionContext context;

        private Builder() {}

        /**
         * Makes the manager a view of a hub, which it does not close.
         *
         * @param hub the hub; never null; unless set, the manager makes one of its own and closes it
         * @return this builder
         */
        public Builder hub(Hub hub) {
            this.hub = Objects.requireNonNull(hub, "hub");
            return this;
        }

        /**
         * Binds the manager to a user.
         *
         * @param context whom it serves; never null; unless set, the manager serves all users
         * @return this builder
         */
        public Builder userContext(UserExecutionContext context) {
            this.context = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Makes the manager.
         *
         * @return the manager; never null
         */
        public WebSocketManager build() {
            if (hub == null) {
                return new WebSocketManager(Hub.create(), context);
            }
            return new WebSocketManager(hub, hub.core(), context, () -> {});
        }
    }
}
