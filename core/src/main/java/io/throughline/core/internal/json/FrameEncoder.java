// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.throughline.api.AgentEvent;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.LogPosition;
import io.throughline.api.UserId;
import io.throughline.api.spi.EventFrame;
import io.throughline.api.spi.LogGap;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Encodes the frames that the server sends; their fields are those of the wire protocol, version 1. */
public final class FrameEncoder {
    private static final EncodedMessage HEARTBEAT = EncodedMessage.ofText("{\"type\":\"heartbeat\"}");

    private final Timestamps timestamps = new Timestamps();
    private final JsonValues values;
    private final int maxBytes;

    /**
     * @param values writes payloads
     * @param maxBytes the bound of an encoded event, in bytes
     */
    public FrameEncoder(JsonValues values, int maxBytes) {
        this.values = values;
        this.maxBytes = maxBytes;
    }

    /** Answers an event that may be encoded again later: nothing in it is asked, or changed by its sender, any more. */
    public AgentEvent settled(AgentEvent event) {
        return event.toBuilder().data(values.plain(event.data())).build();
    }

    /** Encodes all of an event but its {@code seq}, which is known only when it is appended. */
    public EventFrame event(UserId userId, String id, Instant timestamp, AgentEvent event) {
        EventFrame frame = eventOfHub(userId, id, timestamp, event);
        checkSize(frame.size(), event.type());
        return frame;
    }

    /** Encodes an event that the hub itself sends, which repeats little of what was sent before and has no bound. */
    public EventFrame eventOfHub(UserId userId, String id, Instant timestamp, AgentEvent event) {
        byte[] head = ("{\"type\":\"" + event.type().name() + "\",\"id\":\"" + id + "\",\"seq\":").getBytes(US_ASCII);
        byte[] tail = JsonValues.object(json -> {
            json.writeStringField("user_id", userId.value());
            if (event.threadId().isPresent()) {
                json.writeStringField("thread_id", event.threadId().get().value());
            }
            if (event.runId().isPresent()) {
                json.writeStringField("run_id", event.runId().get().value());
            }
            writeStamped(json, timestamp, event.data());
        });
        tail[0] = ',';
        return EventFrame.of(head, tail);
    }

    /** Encodes a message to one connection alone, which has no place in a log. */
    public EncodedMessage direct(
            UserId userId, String id, Instant timestamp, Map<String, ? extends @Nullable Object> data) {
        byte[] bytes = JsonValues.object(json -> {
            json.writeStringField("type", EventType.MESSAGE.name());
            json.writeStringField("id", id);
            json.writeStringField("user_id", userId.value());
            writeStamped(json, timestamp, data);
        });
        checkSize(bytes.length, EventType.MESSAGE);
        return EncodedMessage.ofUtf8(bytes);
    }

    private void writeStamped(JsonGenerator json, Instant timestamp, Map<String, ? extends @Nullable Object> data)
            throws IOException {
        json.writeStringField("timestamp", timestamps.format(timestamp));
        values.writeMember(json, "data", data);
    }

    private void checkSize(int size, EventType type) {
        if (size > maxBytes) {
            throw new InvalidArgumentException(
                    ErrorIds.MESSAGE_TOO_LARGE,
                    "an encoded " + type + " has " + size + " bytes, " + maxBytes
                            + " are allowed. Send less, or raise maxMessageBytes of the hub.");
        }
    }

    /** Encodes the first frame of every connection, which says where in the log the connection begins. */
    public EncodedMessage hello(
            ConnectionId connectionId,
            LogPosition head,
            boolean resumed,
            long nextSeq,
            long heartbeatMillis,
            OptionalLong authExpiresInMillis) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "hello");
            json.writeStringField("protocol", "throughline.v1");
            json.writeStringField("connection_id", connectionId.value());
            json.writeStringField("epoch", head.epoch());
            json.writeNumberField("seq", head.seq());
            json.writeBooleanField("resumed", resumed);
            json.writeNumberField("next", nextSeq);
            json.writeNumberField("heartbeat_ms", heartbeatMillis);
            writeAuthExpiry(json, authExpiresInMillis);
        }));
    }

    /** Encodes the answer to a token that renewed the client's authentication. */
    public EncodedMessage authRenewed(OptionalLong authExpiresInMillis) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "auth_renewed");
            writeAuthExpiry(json, authExpiresInMillis);
        }));
    }

    private static void writeAuthExpiry(JsonGenerator json, OptionalLong millis) throws IOException {
        if (millis.isPresent()) {
            json.writeNumberField("auth_expires_in_ms", millis.getAsLong());
        }
    }

    /** Encodes a gap of events that are no longer there. */
    public EncodedMessage evicted(LogGap gap) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "gap");
            json.writeNumberField("from", gap.from());
            json.writeNumberField("to", gap.to());
            json.writeStringField("reason", "evicted");
            json.writeBooleanField("lifecycle_lost", gap.lifecycleLost());
        }));
    }

    /** Encodes a gap whose extent nobody knows, since the client's cursor says nothing about this log. */
    public EncodedMessage unknownGap(String reason) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "gap");
            json.writeStringField("reason", reason);
            json.writeBooleanField("lifecycle_lost", true);
        }));
    }

    /** Encodes the answer to a message that could not be handled. */
    public EncodedMessage error(String code, String message, @Nullable String inReplyTo) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "error");
            json.writeStringField("code", code);
            JsonValues.writeTextMember(json, "message", message);
            if (inReplyTo != null) {
                JsonValues.writeTextMember(json, "in_reply_to", inReplyTo);
            }
        }));
    }

    /** Encodes the news that the server is about to stop, and when to come back after it has closed the connection. */
    public EncodedMessage drain(long reconnectAfterMillis) {
        return EncodedMessage.ofUtf8(JsonValues.object(json -> {
            json.writeStringField("type", "drain");
            json.writeNumberField("reconnect_after_ms", reconnectAfterMillis);
        }));
    }

    /** Answers the frame that shows a silent connection to be alive. */
    public EncodedMessage heartbeat() {
        return HEARTBEAT;
    }
}
