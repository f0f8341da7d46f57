// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ClientMessageHandler;
import io.throughline.api.CloseReason;
import io.throughline.api.ErrorIds;
import io.throughline.api.LogPosition;
import io.throughline.api.spi.ClientChannel;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.json.JsonReader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one client sends: acknowledgements, renewals and the application's messages; anything else is answered as an error. */
final class InboundChannel implements ClientChannel {
    static final int MAX_INVALID_IN_A_ROW = 10;

    private static final Logger LOG = LoggerFactory.getLogger(InboundChannel.class);

    private final HubCore hub;
    private final ConnectionCursor cursor;
    private final FrameEncoder encoder;
    private final int maxBytes;
    private final InstantSource clock;
    private final TokenBucket rate;
    private final @Nullable AuthLease lease;
    private int invalidInARow;
    private boolean ended;

    InboundChannel(
            HubCore hub,
            ConnectionCursor cursor,
            FrameEncoder encoder,
            HubSettings settings,
            @Nullable AuthLease lease) {
        this.hub = hub;
        this.cursor = cursor;
        this.encoder = encoder;
        this.maxBytes = settings.connection().maxInboundBytes();
        this.clock = settings.clock();
        this.rate = settings.limits().inbound().bucket(clock.millis());
        this.lease = lease;
    }

    @Override
    public void onText(String text) {
        if (ended || cursor.isDetached()) {
            return;
        }
        cursor.liveness().beginHandling();
        try {
            read(text);
        } finally {
            cursor.liveness().endHandling();
        }
    }

    private void read(String text) {
        hub.counters().count(Counter.MESSAGES_RECEIVED);
        if (!rate.tryTake(clock.millis())) {
            flooded();
            return;
        }
        if (text.length() > maxBytes || Utf8.length(text) > maxBytes) {
            hub.countTooBig();
            end(CloseReason.TOO_BIG);
            return;
        }
        Map<String, @Nullable Object> message;
        try {
            message = JsonReader.readObject(text);
        } catch (IOException e) {
            invalid("malformed_json", firstLine(e), null);
            return;
        }
        onMessage(message);
    }

    private void onMessage(Map<String, @Nullable Object> message) {
        String id = message.get("id") instanceof String given ? given : null;
        if (!(message.get("type") instanceof String type)) {
            invalid("missing_type", "a message has a \"type\" that is a text.", id);
            return;
        }
        if (type.equals("ack")) {
            onAck(message, id);
            return;
        }
        if (type.equals("auth") && lease != null && lease.takesTokens()) {
            onAuth(lease, message, id);
            return;
        }
        ClientMessageHandler handler = hub.handler(type);
        if (handler == null) {
            invalid("unknown_type", "this server takes no messages of type \"" + shortened(type) + "\".", id);
            return;
        }
        Object data = message.getOrDefault("data", Map.of());
        if (!(data instanceof Map<?, ?> map)) {
            invalid("invalid_data", "the \"data\" of a message is an object.", id);
            return;
        }
        invalidInARow = 0;
        @SuppressWarnings("unchecked") // as JsonReader made it
        Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
        handle(handler, new ReceivedMessage(hub, cursor, type, fields), id);
    }

    private void onAck(Map<String, @Nullable Object> message, @Nullable String id) {
        if (!(message.get("seq") instanceof Number seq) || !cursor.wasSent(seq)) {
            invalid("invalid_ack", "\"seq\" is the number of an event that this connection was sent.", id);
            return;
        }
        String epoch = cursor.epoch();
        if (epoch.equals(message.getOrDefault("epoch", epoch))) {
            invalidInARow = 0;
            if (cursor.advanceAcknowledged(seq.longValue())) {
                rate.putBack(); // there are no more of these than events, so they are no flood
            }
            hub.acknowledge(cursor, new LogPosition(epoch, seq.longValue()));
        } else {
            invalid("invalid_ack", "\"epoch\" is not that of this connection's hello.", id);
        }
    }

    private void onAuth(AuthLease renewed, Map<String, @Nullable Object> message, @Nullable String id) {
        if (!(message.get("token") instanceof String token)) {
            invalid("invalid_auth", "the \"token\" of an auth frame is a text.", id);
        } else if (!renewed.renew(hub, cursor, encoder, token, id)) {
            invalid("auth_pending", "a token is being checked already. Wait for the answer.", id);
        } else {
            invalidInARow = 0; // wrong tokens are counted apart
        }
    }

    private void handle(ClientMessageHandler handler, ReceivedMessage message, @Nullable String id) {
        try {
            handler.onMessage(message);
        } catch (IllegalArgumentException e) {
            error("invalid_data", String.valueOf(e.getMessage()), id);
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.warn(
                    "the handler of messages of type {} failed for connection {}",
                    message.type(),
                    message.connectionId(),
                    e);
            error("internal_error", "the message could not be handled.", id);
        }
    }

    private void invalid(String code, String message, @Nullable String inReplyTo) {
        hub.counters().count(Counter.INVALID_MESSAGES_RECEIVED);
        if (++invalidInARow > MAX_INVALID_IN_A_ROW) {
            end(CloseReason.POLICY);
        } else {
            error(code, message, inReplyTo);
        }
    }

    private void error(String code, String message, @Nullable String inReplyTo) {
        cursor.sendDirect(encoder.error(code, message, inReplyTo));
    }

    @Override
    public void onActivity() {
        cursor.liveness().heard();
    }

    @Override
    public void onBinary() {
        end(CloseReason.NO_BINARY);
    }

    private void flooded() {
        hub.counters().count(Counter.CLOSED_TOO_MANY_MESSAGES);
        LOG.info(
                ErrorIds.TOO_MANY_MESSAGES.describe("connection {} of user {} sends too fast, so it is closed."),
                cursor.connection().id(),
                cursor.connection().userId());
        end(CloseReason.TOO_MANY);
    }

    private void end(CloseReason reason) {
        ended = true;
        LOG.debug("connection {} is closed: {}", cursor.connection().id(), reason);
        hub.end(cursor, reason);
    }

    @Override
    public void onClosed() {
        ended = true;
        hub.detach(cursor);
    }

    private static String firstLine(IOException e) {
        return shortened(String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON"));
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
