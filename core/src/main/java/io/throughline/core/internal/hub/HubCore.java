// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.Admission;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.Gap;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.json.JsonValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the users' logs and the connections, and does what managers, which are views of it, are asked to do. */
public final class HubCore {
    private static final Logger LOG = LoggerFactory.getLogger(HubCore.class);

    private final HubSettings settings;
    private final IdSource ids = new IdSource();
    private final Users users;
    private final ConnectionTable connections = new ConnectionTable();
    private final Counters counters = new Counters();
    private final Listeners listeners;
    private final FrameEncoder encoder;
    private final Sender sender;
    private final RunWatch runs;
    private final Maintenance maintenance;
    private final Gate gate;
    private final Deadlines deadlines;
    private final Map<String, ClientMessageHandler> handlers = new ConcurrentHashMap<>();

    private final Object drainLock = new Object();
    private @Nullable Drain drain;
    private volatile boolean closed;

    /** A connection that is in; where it starts is known when its log is ready. */
    private record Attached(
            ConnectionCursor cursor,
            CompletableFuture<?> ready,
            Optional<String> asked,
            @Nullable StartPosition start,
            boolean isClientIdValid) {}

    /** Creates a hub without connections; no thread is started. */
    public HubCore(HubSettings settings) {
        this.settings = settings;
        this.users = new Users(settings, ids, counters);
        this.listeners = new Listeners(settings.listeners(), counters);
        this.encoder = new FrameEncoder(new JsonValues(settings.valueMapper()), settings.maxMessageBytes());
        this.sender = new Sender(users, ids, encoder, listeners, settings, counters);
        this.runs = new RunWatch(users, sender, settings.runs().idleTimeout(), counters);
        this.maintenance = new Maintenance(settings, users, connections, runs, this::onTimedOut);
        this.gate = new Gate(settings.limits(), settings.clock(), counters);
        this.deadlines = new Deadlines(settings.clock(), settings.ticker());
    }

    /** Sends an event to all connections of a user. */
    public CompletionStage<SendResult> send(UserId userId, AgentEvent event) {
        checkOpen();
        CompletionStage<SendResult> result = sender.send(userId, event);
        maintenance.wake();
        return event.type().isTerminal() ? result.whenComplete((sent, failure) -> runs.onRunsChanged()) : result;
    }

    /** Sends a message to one connection alone. */
    CompletionStage<SendResult> sendDirect(ConnectionCursor cursor, Map<String, ? extends @Nullable Object> message) {
        EncodedMessage frame = encoder.direct(
                cursor.connection().userId(), ids.eventId(), settings.clock().instant(), message);
        if (connections.find(cursor.connection().id()) != cursor) {
            return refused(ErrorIds.CONNECTION_GONE, "the connection is closed.");
        }
        if (!cursor.sendDirect(frame)) {
            return refused(
                    ErrorIds.CONNECTION_BACKLOG,
                    "too much waits for this connection already, " + DirectMessages.BOUND + " messages or "
                            + DirectMessages.BOUND_IN_BYTES + " bytes at the most. Try again later.");
        }
        return CompletableFuture.completedFuture(SendResult.handedOver(1));
    }

    private static CompletionStage<SendResult> refused(ErrorId reason, String detail) {
        return CompletableFuture.completedFuture(SendResult.refused(reason, detail));
    }

    /**
     * Decides on a handshake before anybody knows whose it is.
     *
     * @param openSockets how many clients the transport has, authenticated or not; 0 if it does not know
     */
    public Admission admit(int openSockets) {
        return gate.admit(openSockets);
    }

    /** Is told that a client showed no proof of who it is, or a wrong one. */
    public void countRefusedAuthentication() {
        counters.count(Counter.AUTHENTICATIONS_REFUSED);
    }

    /** Is told that a client's message was refused for its size before it reached its channel. */
    public void countTooBig() {
        counters.count(Counter.CLOSED_MESSAGE_TOO_BIG);
    }

    /**
     * Attaches a connection; answers null if this very connection is attached already.
     *
     * @throws io.throughline.api.ConnectionRefusedException if there are too many, or the hub is being drained
     */
    public @Nullable ClientChannel attach(WebSocketConnection connection, ConnectOptions options) {
        return attach(connection, options, null);
    }

    /** Attaches a connection whose authentication may expire and be renewed; otherwise as above. */
    public @Nullable ClientChannel attach(
            WebSocketConnection connection, ConnectOptions options, @Nullable AuthLease lease) {
        checkOpen();
        Attached attached = users.locked(connection.userId(), user -> attachTo(user, connection, options));
        if (attached == null) {
            return null;
        }
        ConnectionCursor cursor = attached.cursor();
        // one that was removed and comes back may have a write in flight, which no other may meet
        CompletableFuture<?> predecessorsEnd = connections.predecessorsEnd(cursor);
        cursor.follow(predecessorsEnd);
        var unused = CompletableFuture.allOf(predecessorsEnd, attached.ready())
                .whenComplete((ended, failure) -> greet(attached, lease, failure));
        maintenance.wake();
        if (closed) {
            end(cursor, CloseReason.GOING_AWAY);
            checkOpen();
        }
        if (lease != null) {
            lease.begin(this, cursor);
        }
        counters.count(Counter.CONNECTIONS_OPENED);
        listeners.tell(listener -> listener.onConnectionAdded(cursor.info()));
        tellRemovedIfSecond(cursor);
        return new InboundChannel(this, cursor, encoder, settings, lease);
    }

    /** Under the user's lock: answers null if this very connection is attached already. */
    private @Nullable Attached attachTo(User user, WebSocketConnection connection, ConnectOptions options) {
        if (connections.existing(connection) != null) {
            return null;
        }
        String clientId = options.clientId().filter(ClientIds::isValid).orElse(null);
        ConnectionCursor cursor = new ConnectionCursor(
                connection, user, clientId, encoder, settings, counters, listeners, this::onBroken);
        gate.enter(user.id, user.cursors().size());
        boolean added = false;
        try {
            connections.add(cursor);
            added = true;
        } finally {
            if (!added) {
                gate.leave();
            }
        }
        user.add(cursor);
        users.touched(user, settings.clock().millis());
        boolean isClientIdValid = clientId != null || options.clientId().isEmpty();
        return startIn(user, cursor, options.cursor(), isClientIdValid);
    }

    private static Attached startIn(
            User user, ConnectionCursor cursor, Optional<String> asked, boolean isClientIdValid) {
        try {
            CompletableFuture<?> ready = user.log.ready().toCompletableFuture();
            boolean isReady = ready.isDone() && !ready.isCompletedExceptionally();
            StartPosition start = isReady ? enter(user, cursor, asked) : null;
            return new Attached(cursor, ready, asked, start, isClientIdValid);
        } catch (RuntimeException e) {
            return new Attached(cursor, CompletableFuture.failedFuture(e), asked, null, isClientIdValid);
        }
    }

    private static StartPosition enter(User user, ConnectionCursor cursor, Optional<String> asked) {
        StartPosition start = StartPosition.of(asked, user.log);
        cursor.enterClient(start);
        return start;
    }

    /** Writes the first frames; until then the cursor delivers nothing, so that they are the first. */
    private void greet(Attached attached, @Nullable AuthLease lease, @Nullable Throwable failure) {
        ConnectionCursor cursor = attached.cursor();
        if (failure != null) {
            giveUp(cursor, failure);
            return;
        }
        StartPosition start;
        try {
            start = attached.start() == null ? startOf(cursor, attached.asked()) : attached.start();
        } catch (RuntimeException e) {
            giveUp(cursor, e);
            return;
        }
        List<EncodedMessage> greeting = new ArrayList<>();
        greeting.add(encoder.hello(
                cursor.connection().id(),
                start.head(),
                start.resumed(),
                start.nextSeq(),
                settings.connection().heartbeat().toMillis(),
                lease == null ? OptionalLong.empty() : lease.millisLeft(clock().instant())));
        if (start.gapReason() != null) {
            greeting.add(encoder.unknownGap(start.gapReason()));
            counters.count(Counter.GAPS_SENT);
            Gap gap = Gap.ofUnknownExtent(start.gapReason());
            listeners.tell(listener -> listener.onGap(cursor.info(), gap));
        }
        if (!attached.isClientIdValid()) {
            greeting.add(encoder.error(
                    "invalid_client_id",
                    "a \"client_id\" has 1 to 128 visible ASCII characters; this connection is a client of its own.",
                    null));
        }
        cursor.start(start.nextSeq(), greeting);
    }

    private void giveUp(ConnectionCursor cursor, Throwable failure) {
        LOG.warn(
                "the log of user {} is not to be had, so {} is closed", cursor.user().id, cursor.connection(), failure);
        onBroken(cursor);
        cursor.start(1, List.of());
    }

    private static StartPosition startOf(ConnectionCursor cursor, Optional<String> asked) {
        User user = cursor.user();
        user.lock.lock();
        try {
            return enter(user, cursor, asked);
        } finally {
            user.lock.unlock();
        }
    }

    private void onBroken(ConnectionCursor cursor) {
        end(cursor, CloseReason.INTERNAL);
    }

    private void onTimedOut(ConnectionCursor cursor, CloseReason reason) {
        if (end(cursor, reason)) {
            counters.count(
                    reason.equals(CloseReason.STALLED) ? Counter.WRITES_TIMED_OUT : Counter.CONNECTIONS_TIMED_OUT);
            LOG.info("connection {} is closed: {}", cursor.connection().id(), reason);
        }
    }

    /** Takes a connection out and closes it; answers false, and does nothing, if it was out already. */
    boolean end(ConnectionCursor cursor, CloseReason reason) {
        boolean isFirst = detach(cursor, reason);
        if (isFirst) {
            var unused = cursor.close(reason);
        }
        return isFirst;
    }

    /** Takes a connection out and closes it; completes when that has begun; answers null if it was out already. */
    @Nullable
    CompletableFuture<@Nullable Void> endForRestart(ConnectionCursor cursor, CloseReason reason) {
        return detach(cursor, reason) ? cursor.close(reason) : null;
    }

    /** Takes a connection out, without closing it; answers false if it was out already. */
    boolean detach(ConnectionCursor cursor) {
        return detach(cursor, null);
    }

    private boolean detach(ConnectionCursor cursor, @Nullable CloseReason reason) {
        if (!connections.remove(cursor)) {
            return false;
        }
        gate.leave();
        cursor.detach(reason);
        counters.count(Counter.CONNECTIONS_CLOSED);
        users.detached(cursor);
        tellRemovedIfSecond(cursor);
        return true;
    }

    /** A connection may be out before listeners were told that it is in: who comes second tells them that it is out. */
    private void tellRemovedIfSecond(ConnectionCursor cursor) {
        if (!cursor.isFirstToTell()) {
            listeners.tell(listener -> listener.onConnectionRemoved(cursor.info(), cursor.endReason()));
        }
    }

    /** Closes and takes out all connections of a user. */
    public int disconnect(UserId userId) {
        int count = 0;
        for (ConnectionCursor cursor : users.cursors(userId)) {
            if (end(cursor, CloseReason.DONE)) {
                count++;
            }
        }
        return count;
    }

    /** Answers the attached connection with an id. */
    public Optional<AttachedConnection> find(ConnectionId id) {
        return Optional.ofNullable(connections.find(id)).map(cursor -> new AttachedConnection(this, cursor));
    }

    /** Answers the attached connection over a raw socket. */
    public Optional<AttachedConnection> findBySocket(Object webSocket) {
        return Optional.ofNullable(connections.findBySocket(webSocket))
                .map(cursor -> new AttachedConnection(this, cursor));
    }

    /** Answers the ids of a user's connections, in the order in which they were attached. */
    public Set<ConnectionId> connectionsOf(UserId userId) {
        Set<ConnectionId> found = new LinkedHashSet<>();
        users.cursors(userId).forEach(cursor -> found.add(cursor.connection().id()));
        return Collections.unmodifiableSet(found);
    }

    /** Answers what does things at moments of the clock. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** Answers the hub's clock. */
    public InstantSource clock() {
        return settings.clock();
    }

    /** Answers what is counted. */
    public Counters counters() {
        return counters;
    }

    /** Counts all connections. */
    public int connectionCount() {
        return connections.size();
    }

    /** Counts the bytes that wait for clients outside the logs. */
    public long pendingBytes() {
        return connections.all().stream()
                .mapToLong(ConnectionCursor::pendingBytes)
                .sum();
    }

    /** Answers the bound of one text message of a client, in bytes. */
    public int maxInboundBytes() {
        return settings.connection().maxInboundBytes();
    }

    /** Counts the events that all logs hold in memory. */
    public long logEntries() {
        return users.budget().entries();
    }

    /** Answers the size of the events that all logs hold in memory, in bytes. */
    public long logBytes() {
        return users.budget().bytes();
    }

    /** Counts the users that have a log. */
    public int logCount() {
        return users.size();
    }

    /** Counts the runs of all users that have begun and not ended. */
    public int openRunCount() {
        return runs.openRuns();
    }

    /**
     * Ends all runs that are open now with {@code agent_failed}.
     *
     * @param code the error's code, such as {@code server_restart}
     * @param message the error's message, fit for users
     * @return completes with how many runs were ended so; never exceptionally
     */
    public CompletionStage<Integer> failOpenRuns(String code, String message) {
        return runs.failAll(code, message);
    }

    /** Completes at a moment at which no run is open, at once if that is now, and when the hub is closed. */
    public CompletionStage<@Nullable Void> whenNoRunIsOpen() {
        return runs.whenNoneIsOpen();
    }

    /** Moves all clients away, once: a second call answers the outcome of the first. */
    public CompletionStage<DrainOutcome> drain(DrainSettings how) {
        Drain begun;
        synchronized (drainLock) {
            if (drain != null) {
                return drain.outcome();
            }
            checkOpen();
            begun = new Drain(this, users, connections, encoder, settings, how);
            drain = begun;
            gate.drain(how.retryAfter());
        }
        begun.start();
        return begun.outcome();
    }

    /** Tells whether the hub was asked to move its clients away. */
    public boolean isDraining() {
        return gate.isDraining();
    }

    private void endDrain() {
        Drain begun;
        synchronized (drainLock) {
            begun = drain;
        }
        if (begun != null) {
            begun.end();
        }
    }

    /** Says who takes clients' messages of a type; answers false if somebody does already. */
    public boolean handle(String type, ClientMessageHandler handler) {
        return handlers.putIfAbsent(type, handler) == null;
    }

    /** Notes what a client says that it has handled of what it was sent. */
    void acknowledge(ConnectionCursor cursor, LogPosition position) {
        counters.count(Counter.ACKS_RECEIVED);
        if (cursor.acknowledge(position.seq())) {
            listeners.tell(listener -> listener.onAcknowledged(cursor.info(), position));
        }
    }

    @Nullable
    ClientMessageHandler handler(String type) {
        return handlers.get(type);
    }

    /** Tells whether the hub is closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Throws if the hub is closed. */
    public void checkOpen() {
        if (closed) {
            throw new ClosedException(ErrorIds.CLOSED, "the hub of this manager is closed. Make a new one.");
        }
    }

    /** Closes all connections and forgets everything; a second call changes nothing. */
    public void close() {
        closed = true;
        maintenance.stop();
        deadlines.stop();
        for (ConnectionCursor cursor : connections.all()) {
            end(cursor, CloseReason.GOING_AWAY);
        }
        users.clear();
        runs.onRunsChanged();
        endDrain();
    }
}
