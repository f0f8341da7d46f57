// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sends, and keeps what was sent to whom at which place: the expectation, which no client has a part in. */
final class Ledger {
    private final WebSocketManagerProtocol manager;
    private final Map<String, NavigableMap<Long, Sent>> logs = new ConcurrentHashMap<>();
    private final Map<String, String> epochs = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Ledger(WebSocketManagerProtocol manager) {
        this.manager = manager;
    }

    void send(String user, String type, String run) {
        Sent event = new Sent(user, type, run, numbers.incrementAndGet());
        SendResult result = manager.sendAgentEvent(UserId.of(user), type, fields(event))
                .toCompletableFuture()
                .join();
        LogPosition position =
                result.position().orElseThrow(() -> new AssertionError(event + " was not taken: " + result));
        String epoch = epochs.putIfAbsent(user, position.epoch());
        if (epoch != null && !epoch.equals(position.epoch())) {
            throw new AssertionError("the log of " + user + " began anew at " + event);
        }
        NavigableMap<Long, Sent> log = logs.computeIfAbsent(user, key -> new TreeMap<>());
        synchronized (log) {
            Sent other = log.put(position.seq(), event);
            if (other != null) {
                throw new AssertionError(event + " and " + other + " have one place, " + position);
            }
        }
    }

    private static Map<String, Object> fields(Sent event) {
        Map<String, Object> fields = new HashMap<>(Map.of("run_id", event.run(), "user", event.user()));
        fields.put("number", event.number());
        switch (event.type()) {
            case "agent_started" -> fields.put("agent_name", "clerk");
            case "agent_thinking" -> fields.put("thought", "I wonder about " + event.number());
            case "tool_executing" -> fields.putAll(Map.of("tool_name", "search", "tool_call_id", event.run()));
            case "tool_completed" ->
                fields.putAll(Map.of("tool_name", "search", "tool_call_id", event.run(), "result", List.of(1, 2)));
            case "message_delta" -> fields.putAll(Map.of("message_id", "m", "delta", "word "));
            case "message_completed" -> fields.putAll(Map.of("message_id", "m", "text", "words"));
            default -> fields.put("result", "done");
        }
        return fields;
    }

    /** Counts what has been begun to send, to all users. */
    long sent() {
        return numbers.get();
    }

    /** Answers a user's log: what was sent, by its place. */
    NavigableMap<Long, Sent> log(String user) {
        NavigableMap<Long, Sent> log = logs.computeIfAbsent(user, key -> new TreeMap<>());
        synchronized (log) {
            return new TreeMap<>(log);
        }
    }

    /** Answers the place before the first of a user's log, to whom something was sent. */
    LogPosition beginning(String user) {
        return new LogPosition(epochs.get(user), 0);
    }

    /** Answers the last place of a user's log. */
    long head(String user) {
        NavigableMap<Long, Sent> log = log(user);
        return log.isEmpty() ? 0 : log.lastKey();
    }
}
