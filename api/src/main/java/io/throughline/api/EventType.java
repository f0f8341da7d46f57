// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of an event, as it stands in the {@code type} field on the wire.
 *
 * <p>An open value type: an application may use types of its own beside the constants; clients ignore what they do not
 * know. Immutable and thread-safe; equal when the names are equal.
 */
public final class EventType {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** A run begins; needs {@code agent_name}. */
    public static final EventType AGENT_STARTED = run("agent_started", EventClass.LIFECYCLE, "agent_name");

    /** The agent says what it is about; needs {@code thought}. */
    public static final EventType AGENT_THINKING = run("agent_thinking", EventClass.PROGRESS, "thought");

    /** A tool is called; needs {@code tool_name}, and {@code tool_call_id}, which managers add when it is absent. */
    public static final EventType TOOL_EXECUTING = run("tool_executing", EventClass.LIFECYCLE, "tool_name");

    /** A tool came back; needs {@code result} or {@code error}. */
    public static final EventType TOOL_COMPLETED = run("tool_completed", EventClass.LIFECYCLE, "result|error");

    /** A piece of an answer; needs {@code message_id} and {@code delta}. */
    public static final EventType MESSAGE_DELTA = run("message_delta", EventClass.PROGRESS, "message_id", "delta");

    /** An answer is whole; needs {@code message_id} and {@code text}. */
    public static final EventType MESSAGE_COMPLETED =
            run("message_completed", EventClass.LIFECYCLE, "message_id", "text");

    /** The run ended well; needs {@code result}. */
    public static final EventType AGENT_COMPLETED = run("agent_completed", EventClass.LIFECYCLE, "result");

    /** The run ended in an error; needs {@code error}. */
    public static final EventType AGENT_FAILED = run("agent_failed", EventClass.LIFECYCLE, "error");

    /** The run was given up; needs {@code reason}. */
    public static final EventType AGENT_CANCELLED = run("agent_cancelled", EventClass.LIFECYCLE, "reason");

    /** Whatever the application sends with {@link WebSocketManagerProtocol#sendMessage}. */
    public static final EventType MESSAGE = new EventType("message", EventClass.APPLICATION, false, List.of());

    private static final List<EventType> GOLDEN_PATH =
            List.of(AGENT_STARTED, AGENT_THINKING, TOOL_EXECUTING, TOOL_COMPLETED, AGENT_COMPLETED);

    private static final Map<String, EventType> KNOWN = Stream.concat(
                    GOLDEN_PATH.stream(),
                    Stream.of(MESSAGE_DELTA, MESSAGE_COMPLETED, AGENT_FAILED, AGENT_CANCELLED, MESSAGE))
            .collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));

    private static final List<String> CONTROL_FRAMES =
            List.of("hello", "gap", "heartbeat", "error", "drain", "ack", "auth", "auth_renewed");

    private final String name;
    private final EventClass eventClass;
    private final boolean ofRun;
    private final List<String> requiredData;

    private EventType(String name, EventClass eventClass, boolean ofRun, List<String> requiredData) {
        this.name = name;
        this.eventClass = eventClass;
        this.ofRun = ofRun;
        this.requiredData = requiredData;
    }

    private static EventType run(String name, EventClass eventClass, String... requiredData) {
        return new EventType(name, eventClass, true, List.of(requiredData));
    }

    /**
     * Answers the type of a name: the constant where there is one, else a type of the application's own, which is of
     * class {@link EventClass#PROGRESS} and may do without a run.
     *
     * @param name a snake_case word of 1 to 64 characters that the wire protocol does not keep for itself; never null
     * @return the type; never null
     * @throws InvalidArgumentException if the name is not as described
     */
    public static EventType of(String name) {
        Objects.requireNonNull(name, "eventType");
        EventType known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid("eventType \"" + name + "\" is not a snake_case word of 1 to 64 characters, such as "
                    + "\"agent_started\".");
        }
        if (CONTROL_FRAMES.contains(name)) {
            throw invalid("eventType \"" + name + "\" belongs to the wire protocol itself. Choose another name.");
        }
        return new EventType(name, EventClass.PROGRESS, false, List.of());
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_EVENT_TYPE, message);
    }

    /**
     * Answers the five types that every run of an agent shows its user, in their order.
     *
     * @return an unmodifiable list of five; never null
     */
    public static List<EventType> goldenPath() {
        return GOLDEN_PATH;
    }

    /**
     * Answers the name on the wire.
     *
     * @return the name; never null
     */
    public String name() {
        return name;
    }

    /**
     * Answers what may happen to events of this type when a log runs out of room.
     *
     * @return the class; never null
     */
    public EventClass eventClass() {
        return eventClass;
    }

    /**
     * Tells whether events of this type belong to a run, so that they need a run id.
     *
     * @return true for the types of agents, tools and answers
     */
    public boolean belongsToRun() {
        return ofRun;
    }

    /**
     * Tells whether an event of this type ends its run.
     *
     * @return true for completed, failed and cancelled
     */
    public boolean isTerminal() {
        return equals(AGENT_COMPLETED) || equals(AGENT_FAILED) || equals(AGENT_CANCELLED);
    }

    /** The keys that must be in the data, alternatives joined by a bar. */
    List<String> requiredData() {
        return requiredData;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventType that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
