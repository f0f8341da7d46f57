// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

/**
 * The ids of all errors that this library raises, logs or answers a send with.
 *
 * <p>1xxx: wrong arguments. 2xxx: wrong state. 3xxx: isolation. 4xxx: plug-ins. 5xxx: servers and transports. 6xxx:
 * legacy code. 7xxx: deliveries that were refused. Each is explained in {@code docs/ERRORS.md}.
 */
public final class ErrorIds {
    /** An identifier is blank, too long, or has characters that no identifier may have. */
    public static final ErrorId INVALID_IDENTIFIER = new ErrorId("TL-1001", "invalid identifier");

    /** A message without content. */
    public static final ErrorId EMPTY_MESSAGE = new ErrorId("TL-1002", "empty message");

    /** An event type that is not a snake_case word, or that the wire protocol keeps for itself. */
    public static final ErrorId INVALID_EVENT_TYPE = new ErrorId("TL-1003", "invalid event type");

    /** An event lacks a field that its type requires, or has it with a wrong type. */
    public static final ErrorId INVALID_EVENT_DATA = new ErrorId("TL-1004", "invalid event data");

    /** A value inside a message has no JSON form. */
    public static final ErrorId UNSUPPORTED_VALUE = new ErrorId("TL-1005", "value cannot be encoded");

    /** An encoded message exceeds the configured bound. */
    public static final ErrorId MESSAGE_TOO_LARGE = new ErrorId("TL-1006", "message too large");

    /** A connection id is already taken by another socket. */
    public static final ErrorId CONNECTION_ID_IN_USE = new ErrorId("TL-1007", "connection id in use");

    /** A setting of a builder is out of its bounds or contradicts another. */
    public static final ErrorId INVALID_SETTING = new ErrorId("TL-1008", "invalid setting");

    /** A manager, hub, engine or server was used after it had been closed. */
    public static final ErrorId CLOSED = new ErrorId("TL-2001", "already closed");

    /** Something that may be done once was done again. */
    public static final ErrorId ALREADY_DONE = new ErrorId("TL-2002", "already done");

    /** A manager bound to one user was asked about another. */
    public static final ErrorId USER_ISOLATION = new ErrorId("TL-3001", "user isolation");

    /** No provider supports the given legacy manager. */
    public static final ErrorId NO_PROVIDER = new ErrorId("TL-4001", "no provider");

    /** Two discovered providers have one id, so neither was loaded. */
    public static final ErrorId DUPLICATE_PROVIDER = new ErrorId("TL-4002", "duplicate provider id");

    /** A discovered provider could not be loaded. */
    public static final ErrorId PROVIDER_REJECTED = new ErrorId("TL-4003", "provider rejected");

    /** A provider failed, or answered null, while it adapted a legacy manager. */
    public static final ErrorId PROVIDER_FAILED = new ErrorId("TL-4004", "provider failed");

    /** A server was to be started without an authenticator. */
    public static final ErrorId NO_AUTHENTICATOR = new ErrorId("TL-5001", "no authenticator");

    /** A server could not listen at its address. */
    public static final ErrorId CANNOT_LISTEN = new ErrorId("TL-5002", "cannot listen");

    /** A folder of static pages does not exist or cannot be read. */
    public static final ErrorId NO_STATIC_PAGES = new ErrorId("TL-5003", "static pages not found");

    /** An authenticator failed instead of answering. */
    public static final ErrorId AUTHENTICATOR_FAILED = new ErrorId("TL-5004", "authenticator failed");

    /** A write to a connection failed, so the connection was removed. */
    public static final ErrorId WRITE_FAILED = new ErrorId("TL-5005", "write failed");

    /** A user has as many connections as one user may have. */
    public static final ErrorId TOO_MANY_CONNECTIONS = new ErrorId("TL-5011", "too many connections of a user");

    /** A hub has as many connections as it may have. */
    public static final ErrorId HUB_FULL = new ErrorId("TL-5012", "hub is full");

    /** Handshakes come faster than the hub takes them. */
    public static final ErrorId TOO_MANY_HANDSHAKES = new ErrorId("TL-5013", "too many handshakes");

    /** A client sent more messages than it may, so its connection was closed. */
    public static final ErrorId TOO_MANY_MESSAGES = new ErrorId("TL-5014", "too many messages");

    /** A hub moves its clients away, so it takes neither new connections nor events for those that have gone. */
    public static final ErrorId DRAINING = new ErrorId("TL-5015", "draining");

    /** Code calls a bridge by its old name; it works, until the bridge's end date. */
    public static final ErrorId DEPRECATED_NAME = new ErrorId("TL-6001", "deprecated name");

    /** The log did not take an event. */
    public static final ErrorId APPEND_FAILED = new ErrorId("TL-7001", "append failed");

    /** A connection has too many unsent direct messages. */
    public static final ErrorId CONNECTION_BACKLOG = new ErrorId("TL-7002", "connection backlog full");

    /** A connection is not, or no longer, attached. */
    public static final ErrorId CONNECTION_GONE = new ErrorId("TL-7003", "connection gone");

    /** A notifier's manager threw, so an event was not sent. */
    public static final ErrorId NOTIFY_FAILED = new ErrorId("TL-7004", "notification failed");

    /** A listener threw; the send that it was told of went on. */
    public static final ErrorId LISTENER_FAILED = new ErrorId("TL-7005", "listener failed");

    /** An event came after the terminal event of its run. */
    public static final ErrorId RUN_ENDED = new ErrorId("TL-7006", "run has ended");

    /** An event came before the {@code agent_started} of its run. */
    public static final ErrorId RUN_NOT_STARTED = new ErrorId("TL-7010", "run has not started");

    /** A run was started that is open already. */
    public static final ErrorId RUN_STARTED_TWICE = new ErrorId("TL-7011", "run started twice");

    /** The end of a tool's call that is not open. */
    public static final ErrorId TOOL_CALL_NOT_OPEN = new ErrorId("TL-7012", "tool call not open");

    /** The beginning of a tool's call whose id is that of an open one. */
    public static final ErrorId TOOL_CALL_OPEN = new ErrorId("TL-7013", "tool call open already");

    /** A piece of a message that was complete. */
    public static final ErrorId MESSAGE_ENDED = new ErrorId("TL-7014", "message has ended");

    private ErrorIds() {}
}
