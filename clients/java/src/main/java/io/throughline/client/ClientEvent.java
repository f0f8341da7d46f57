// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event or a message as the server sent it; immutable.
 *
 * <p>Source of the fields: {@code docs/WIRE.md}, section 2.
 */
public final class ClientEvent {
    private final String type;
    private final String id;
    private final long seq;
    private final @Nullable String runId;
    private final @Nullable String threadId;
    private final Instant timestamp;
    private final Map<String, @Nullable Object> data;

    ClientEvent(
            String type,
            String id,
            long seq,
            @Nullable String runId,
            @Nullable String threadId,
            Instant timestamp,
            Map<String, @Nullable Object> data) {
        this.type = type;
        this.id = id;
        this.seq = seq;
        this.runId = runId;
        this.threadId = threadId;
        this.timestamp = timestamp;
        this.data = data;
    }

    /**
     * Answers what kind of event this is.
     *
     * @return such as {@code agent_started}; never null
     */
    public String type() {
        return type;
    }

    /**
     * Answers what tells this event from all others.
     *
     * @return the server's id; never null
     */
    public String id() {
        return id;
    }

    /**
     * Answers the place in the user's log.
     *
     * @return 1 or more; empty for a message to this connection alone
     */
    public OptionalLong seq() {
        return seq > 0 ? OptionalLong.of(seq) : OptionalLong.empty();
    }

    /**
     * Answers the run that the event belongs to.
     *
     * @return empty for messages
     */
    public Optional<String> runId() {
        return Optional.ofNullable(runId);
    }

    /**
     * Answers the conversation that the event belongs to.
     *
     * @return empty if the sender named none
     */
    public Optional<String> threadId() {
        return Optional.ofNullable(threadId);
    }

    /**
     * Answers when the event was sent, by the server's clock.
     *
     * @return milliseconds precise; never null
     */
    public Instant timestamp() {
        return timestamp;
    }

    /**
     * Answers what the event says.
     *
     * @return an unmodifiable map of JSON values: strings, booleans, numbers, null, lists and maps of such; never null
     */
    public Map<String, @Nullable Object> data() {
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientEvent that && id.equals(that.id) && seq == that.seq && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, seq);
    }

    @Override
    public String toString() {
        return type + "[seq=" + seq + ", run=" + runId + "]";
    }
}
