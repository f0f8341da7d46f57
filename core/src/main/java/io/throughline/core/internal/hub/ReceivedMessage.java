// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ClientMessage;
import io.throughline.api.ConnectionId;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.JsonPayload;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's message on its way to the application. */
final class ReceivedMessage implements ClientMessage {
    private final HubCore hub;
    private final ConnectionCursor cursor;
    private final String type;
    private final Map<String, @Nullable Object> data;

    ReceivedMessage(HubCore hub, ConnectionCursor cursor, String type, Map<String, @Nullable Object> data) {
        this.hub = hub;
        this.cursor = cursor;
        this.type = type;
        this.data = data;
    }

    @Override
    public UserId userId() {
        return cursor.connection().userId();
    }

    @Override
    public ConnectionId connectionId() {
        return cursor.connection().id();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Map<String, @Nullable Object> data() {
        return data;
    }

    @Override
    public CompletionStage<SendResult> reply(Map<String, ? extends @Nullable Object> message) {
        Map<String, @Nullable Object> copy = JsonPayload.copyOf(message);
        if (copy.isEmpty()) {
            throw new InvalidArgumentException(ErrorIds.EMPTY_MESSAGE, "the reply is empty. Put something into it.");
        }
        return hub.sendDirect(cursor, copy);
    }

    /** Names no data, which may be confidential. */
    @Override
    public String toString() {
        return "ClientMessage[" + type + " from " + userId() + " over " + connectionId() + "]";
    }
}
