// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of an agent's run, as it is told to the person who waits for it.
 *
 * <p>An event holds an immutable copy of its data (see {@link JsonPayload}) and was checked when it was made: it has the
 * fields that its type requires. Immutable and thread-safe.
 */
public final class AgentEvent {
    private final EventType type;
    private final @Nullable RunId runId;
    private final @Nullable ThreadId threadId;
    private final Map<String, @Nullable Object> data;

    private AgentEvent(
            EventType type, @Nullable RunId runId, @Nullable ThreadId threadId, Map<String, @Nullable Object> data) {
        this.type = type;
        this.runId = runId;
        this.threadId = threadId;
        this.data = data;
        EventFields.checkComplete(type, runId, data);
    }

    /**
     * Starts an event of a type.
     *
     * @param type the type; never null
     * @return a builder, to be used by one thread; never null
     */
    public static Builder builder(EventType type) {
        return new Builder(Objects.requireNonNull(type, "type"));
    }

    /**
     * Makes an event from the form that legacy senders use: one map in which {@code run_id} and {@code thread_id} stand
     * beside the data.
     *
     * @param eventType the name of the type; never null
     * @param fields the data and, under {@code run_id} and {@code thread_id}, the ids as text; {@code tool_call_id},
     *     {@code agent_name} and {@code tool_name} are texts too where they are given; never null
     * @return the event; never null
     * @throws InvalidArgumentException if the name is no event type, or a field is missing or has a wrong type
     */
    public static AgentEvent fromMap(String eventType, Map<String, ? extends @Nullable Object> fields) {
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(fields, "data");
        EventType type = EventType.of(eventType);
        Map<String, @Nullable Object> data = new LinkedHashMap<>(JsonPayload.copyOf(fields));
        Builder builder = builder(type);
        String runId = EventFields.removeText(type, data, "run_id");
        if (runId != null) {
            builder.runId(RunId.of(runId));
        }
        String threadId = EventFields.removeText(type, data, "thread_id");
        if (threadId != null) {
            builder.threadId(ThreadId.of(threadId));
        }
        return builder.data(data).build();
    }

    /**
     * Answers what kind of step this is.
     *
     * @return the type; never null
     */
    public EventType type() {
        return type;
    }

    /**
     * Answers the run that this is a step of.
     *
     * @return the run id; empty only for types that do not belong to a run
     */
    public Optional<RunId> runId() {
        return Optional.ofNullable(runId);
    }

    /**
     * Answers the conversation that the run belongs to.
     *
     * @return the thread id, or empty
     */
    public Optional<ThreadId> threadId() {
        return Optional.ofNullable(threadId);
    }

    /**
     * Answers which call of a tool this event is about.
     *
     * @return the {@code tool_call_id} of the data, or empty if there is none that is a text
     */
    public Optional<String> toolCallId() {
        return data.get(EventFields.TOOL_CALL_ID) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /**
     * Answers the data of the event.
     *
     * @return an unmodifiable map as {@link JsonPayload} describes it; never null
     */
    public Map<String, @Nullable Object> data() {
        return data;
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that holds this event's type, ids and data; never null
     */
    public Builder toBuilder() {
        Builder builder = new Builder(type);
        builder.runId = runId;
        builder.threadId = threadId;
        builder.data.putAll(data);
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentEvent that
                && type.equals(that.type)
                && Objects.equals(runId, that.runId)
                && Objects.equals(threadId, that.threadId)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, runId, threadId, data);
    }

    /** Names the type, the ids and the keys of the data, never the data's values, which may be confidential. */
    @Override
    public String toString() {
        return type + "[run=" + runId + ", thread=" + threadId + ", data keys=" + data.keySet() + "]";
    }

    /** Collects the parts of an event; to be used by one thread. */
    public static final class Builder {
        private final EventType type;
        private final Map<String, @Nullable Object> data = new LinkedHashMap<>();
        private @Nullable RunId runId;
        private @Nullable ThreadId threadId;

        private Builder(EventType type) {
            this.type = type;
        }

        /**
         * Sets the run.
         *
         * @param runId the run; never null
         * @return this builder
         */
        public Builder runId(RunId runId) {
            this.runId = Objects.requireNonNull(runId, "runId");
            return this;
        }

        /**
         * Sets the conversation.
         *
         * @param threadId the thread; never null
         * @return this builder
         */
        public Builder threadId(ThreadId threadId) {
            this.threadId = Objects.requireNonNull(threadId, "threadId");
            return this;
        }

        /**
         * Sets one field of the data.
         *
         * @param key the name on the wire; never null
         * @param value any value that {@link JsonPayload} can copy, or null
         * @return this builder
         */
        public Builder put(String key, @Nullable Object value) {
            data.put(Objects.requireNonNull(key, "key"), value);
            return this;
        }

        /**
         * Sets several fields of the data.
         *
         * @param fields the fields, copied at once; never null
         * @return this builder
         */
        public Builder data(Map<String, ? extends @Nullable Object> fields) {
            data.putAll(Objects.requireNonNull(fields, "fields"));
            return this;
        }

        /**
         * Makes the event.
         *
         * @return the event; never null
         * @throws InvalidArgumentException if the type requires a run id or a field that is missing, or a value cannot
         *     be copied
         */
        public AgentEvent build() {
            return new AgentEvent(type, runId, threadId, JsonPayload.copyOf(data));
        }
    }
}
