// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.api.LogPosition;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Follows a user's log over a WebSocket: hands over each event once and in order, and comes back by itself.
 *
 * <pre>{@code
 * ThroughlineClient client = ThroughlineClient.builder(URI.create("wss://chat.example/ws"))
 *         .tokens(session::freshToken)
 *         .from(FirstCursor.open())
 *         .build(event -> show(event))
 *         .connect();
 * }</pre>
 *
 * <p>After a lost connection it asks for what follows the last event that it handed over. What the server no longer has
 * comes as a {@link ClientGap}; so does what it left out twice without a word. A server that is silent for two heartbeats
 * is hung up. Thread-safe; no method waits. Source: {@code docs/WIRE.md}.
 */
public final class ThroughlineClient implements AutoCloseable {
    private final Engine engine;

    ThroughlineClient(ClientSettings settings) {
        this.engine = new Engine(settings, TyrusLink::connect);
    }

    /**
     * Starts a client's settings.
     *
     * @param uri where the server is, {@code ws} or {@code wss}; never null
     * @return a builder; never null
     * @throws IllegalArgumentException if the URI has another scheme
     */
    public static ThroughlineClientBuilder builder(URI uri) {
        return new ThroughlineClientBuilder(uri);
    }

    /**
     * Begins to connect; what comes of it, the listener is told. A second call changes nothing.
     *
     * @return this client; never null
     */
    public ThroughlineClient connect() {
        engine.connect();
        return this;
    }

    /**
     * Answers where the client stands.
     *
     * @return the newest state; never null
     */
    public ClientState state() {
        return engine.state();
    }

    /**
     * Answers where to go on, for a later client.
     *
     * @return the last event that was handed over, or the place before the first one that is due; empty while unknown
     */
    public Optional<LogPosition> position() {
        return Optional.ofNullable(engine.handed());
    }

    /**
     * Sends a message to the application's handler of its type.
     *
     * @param type {@code message}, or a type that the application registered; never null
     * @param data JSON values as {@link io.throughline.api.JsonPayload} takes them; never null
     * @return completes when it is written, or fails with an {@link IllegalStateException} while the client is not open;
     *     never null
     * @throws IllegalArgumentException if a value has no JSON form
     */
    public CompletionStage<@Nullable Void> send(String type, Map<String, ? extends @Nullable Object> data) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
        Map<String, @Nullable Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        frame.put("data", data);
        return engine.send(Json.write(frame));
    }

    /**
     * Says that everything up to an event was handled; only of use after {@link
     * ThroughlineClientBuilder#acknowledgeByHand}.
     *
     * @param seq of that event; a number beyond the last one that was handed over counts as that one
     */
    public void acknowledge(long seq) {
        if (seq < 1) {
            throw new IllegalArgumentException("seq " + seq + " is no event's. Give 1 or more.");
        }
        engine.handled(seq);
    }

    /** Hangs up for good, after what the listener is being handed; a second call changes nothing. */
    @Override
    public void close() {
        engine.close();
    }
}
