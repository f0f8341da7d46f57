// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ClientMessageHandler;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.Admission;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.internal.hub.HubCore;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Owns the logs of users and the connections over which they are delivered; managers are views of it.
 *
 * <p>An application has one hub: transports {@linkplain #connect attach} connections to it, and every manager made from
 * it reaches them. A hub costs a few small objects until it is used, and starts no thread of its own. Thread-safe.
 */
public final class Hub implements AutoCloseable {
    private final HubCore core;
    private final WebSocketEventValidator validator;
    private final WebSocketManager manager;

    Hub(HubCore core, WebSocketEventValidator validator) {
        this.core = core;
        this.validator = validator;
        this.manager = WebSocketManager.ofHub(this);
    }

    /**
     * Makes a hub with the default settings.
     *
     * @return the hub; never null
     */
    public static Hub create() {
        return builder().build();
    }

    /**
     * Starts a hub with settings of one's own.
     *
     * @return a builder; never null
     */
    public static HubBuilder builder() {
        return new HubBuilder();
    }

    /**
     * Answers the hub's own manager, which serves all users; closing it closes the hub.
     *
     * @return the same manager at every call; never null
     */
    public WebSocketManager manager() {
        return manager;
    }

    /**
     * Answers the validator that is told of every event sent through this hub.
     *
     * @return the same validator at every call; never null
     */
    public WebSocketEventValidator eventValidator() {
        return validator;
    }

    /**
     * Attaches a connection for a transport: the client is greeted, then gets its events, and what it sends goes into the
     * channel.
     *
     * @param connection a connection that is not attached yet; never null
     * @param options what the client asked for; never null
     * @return where the transport puts what the client sends; never null
     * @throws InvalidArgumentException if the connection is attached already, or its id belongs to another
     * @throws ConnectionRefusedException if there are too many connections, of this user or in all, or the hub is being
     *     drained; the transport closes the connection with the exception's reason
     * @throws ClosedException if the hub is closed
     */
    public ClientChannel connect(WebSocketConnection connection, ConnectOptions options) {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(options, "options");
        return Optional.ofNullable(core.attach(connection, options))
                .orElseThrow(() -> new InvalidArgumentException(
                        ErrorIds.CONNECTION_ID_IN_USE,
                        "connection " + connection.id() + " is attached already. Connect a connection once."));
    }

    /**
     * Decides on an opening handshake for a transport, which asks once for each before it accepts it.
     *
     * @param openSockets how many clients the transport has at this moment, authenticated or not, which then count for
     *     {@code maxConnections}; 0 if it does not know
     * @return whether the client may come in, or how it is to be refused; never null
     */
    public Admission admit(int openSockets) {
        return core.admit(openSockets);
    }

    /**
     * Counts a client's message for a transport that refused it for its size, and so never put it into the channel.
     */
    public void countTooBig() {
        core.countTooBig();
    }

    /**
     * Says who takes the messages of a type that clients send.
     *
     * @param type a snake_case word that the wire protocol does not keep for itself; never null
     * @param handler called on threads of the transport; never null
     * @throws InvalidArgumentException if the type is no such word, or is taken by a handler already
     */
    public void onClientMessage(String type, ClientMessageHandler handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        String name = EventType.of(type).name();
        if (!core.handle(name, handler)) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "messages of type \"" + name + "\" have a handler already. Register one handler a type.");
        }
    }

    /**
     * Answers the bound of what clients send, for transports that stop reading beyond it.
     *
     * @return the size of the largest text message, in bytes of UTF-8
     */
    public int maxInboundBytes() {
        return core.maxInboundBytes();
    }

    /**
     * Counts the users for whom a log is kept.
     *
     * @return 0 or more
     */
    public int getLogCount() {
        return core.logCount();
    }

    /**
     * Answers what this hub has counted and holds.
     *
     * @return a snapshot; never null
     */
    public HubStatistics statistics() {
        return new HubStatistics(
                core.counters().snapshot(),
                core.connectionCount(),
                core.logCount(),
                core.logEntries(),
                core.logBytes(),
                core.openRunCount(),
                core.pendingBytes());
    }

    /**
     * Moves all clients away before the server stops, so that nobody loses an event or a run without knowing.
     *
     * <p>From the first moment on no connection is taken. All clients are sent a {@code drain} frame, in batches, with a
     * random time after which to come back. Open runs, and those that still begin, may end, up to a limit; those that are
     * open then end in {@code agent_failed} with the code {@code server_restart}. When a user's runs have ended, and its
     * clients have acknowledged all that they were sent or the time for that is over, its connections are closed with
     * 1012. From that moment on events for that user are refused with {@code TL-5015}, since nobody would get them. The
     * hub itself stays open until it is closed; closing it ends the draining.
     *
     * <p>Never blocks; a second call changes nothing, and answers what the first one did.
     *
     * @param options the limits; never null
     * @return completes when all clients are gone, never exceptionally, on a thread that may not be blocked; never null
     * @throws ClosedException if the hub is closed and was not drained
     */
    public CompletionStage<DrainReport> drain(DrainOptions options) {
        return core.drain(Objects.requireNonNull(options, "options").settings()).thenApply(DrainReport::new);
    }

    /**
     * Tells whether the hub is being, or was, drained, so that an application need not begin what has no time to end.
     *
     * @return true from the first call of {@link #drain} on
     */
    public boolean isDraining() {
        return core.isDraining();
    }

    HubCore core() {
        return core;
    }

    /** Closes all connections with 1001 and forgets all logs; a second call changes nothing. */
    @Override
    public void close() {
        core.close();
    }
}
