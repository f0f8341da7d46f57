// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A frame of the server's, with the fields that the protocol promises. */
record Frame(String type, Map<String, @Nullable Object> fields) {
    static Frame parse(String text) throws IOException {
        Map<String, @Nullable Object> fields = Json.read(text);
        if (fields.get("type") instanceof String type) {
            return new Frame(type, fields);
        }
        throw new IOException("a frame has no type");
    }

    @Nullable
    String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    String textOr(String name, String absent) {
        String text = text(name);
        return text == null ? absent : text;
    }

    long number(String name, long absent) {
        return fields.get(name) instanceof Number number ? number.longValue() : absent;
    }

    String required(String name) throws IOException {
        String text = text(name);
        if (text == null) {
            throw new IOException("a frame of type " + type + " has no " + name);
        }
        return text;
    }

    boolean isEvent() {
        return fields.get("seq") instanceof Number && fields.get("user_id") != null;
    }

    @SuppressWarnings("unchecked") // as the reader made it
    ClientEvent event() throws IOException {
        Map<String, @Nullable Object> data =
                fields.get("data") instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
        Instant timestamp;
        try {
            timestamp = Instant.parse(required("timestamp"));
        } catch (DateTimeException e) {
            throw new IOException("a frame of type " + type + " has a timestamp that is none", e);
        }
        return new ClientEvent(
                type, required("id"), number("seq", 0), text("run_id"), text("thread_id"), timestamp, data);
    }

    ClientGap gap() {
        long from = number("from", 0);
        long to = number("to", 0);
        boolean known = from > 0 && to >= from;
        boolean lifecycleLost = !Boolean.FALSE.equals(fields.get("lifecycle_lost"));
        return known
                ? new ClientGap(OptionalLong.of(from), OptionalLong.of(to), textOr("reason", ""), lifecycleLost)
                : new ClientGap(OptionalLong.empty(), OptionalLong.empty(), textOr("reason", ""), lifecycleLost);
    }
}
