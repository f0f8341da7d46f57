// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.EventClass;
import io.throughline.api.RunId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a log is given to keep: an encoded event, and what the log has to know of it without reading JSON.
 *
 * <p>Immutable and thread-safe.
 */
public final class LogRecord {
    /** What an event does to the run that it names. */
    public enum RunEffect {
        /** Nothing: it names no run, or only mentions one, as types of the application's own do. */
        NONE,
        /** It belongs to the run, which is open from its first such event on. */
        OPEN,
        /** It is the run's terminal event. */
        END
    }

    private final String id;
    private final Instant timestamp;
    private final EventClass eventClass;
    private final @Nullable RunId runId;
    private final RunEffect runEffect;
    private final EventFrame frame;

    private LogRecord(Builder builder) {
        this.id = builder.id;
        this.timestamp = builder.timestamp;
        this.eventClass = builder.eventClass;
        this.runId = builder.runId;
        this.runEffect = builder.runEffect;
        this.frame = builder.frame;
    }

    /**
     * Starts a record of an event that names no run.
     *
     * @param id the event's unique id; never null
     * @param timestamp when it was sent; never null
     * @param eventClass what may happen to it when room runs out; never null
     * @param frame the encoded event; never null
     * @return a builder; never null
     */
    public static Builder builder(String id, Instant timestamp, EventClass eventClass, EventFrame frame) {
        return new Builder(id, timestamp, eventClass, frame);
    }

    /**
     * Answers the event's unique id, by which an engine can recognise a record that it was given twice.
     *
     * @return the id as it stands in the encoded event; never null
     */
    public String id() {
        return id;
    }

    /**
     * Answers when the event was sent, from which its age counts.
     *
     * @return the time by the clock of the hub; never null
     */
    public Instant timestamp() {
        return timestamp;
    }

    /**
     * Answers what may happen to the event when room runs out.
     *
     * @return the class; never null
     */
    public EventClass eventClass() {
        return eventClass;
    }

    /**
     * Answers the run that the event names.
     *
     * @return the run; empty if it names none
     */
    public Optional<RunId> runId() {
        return Optional.ofNullable(runId);
    }

    /**
     * Answers what the event does to that run.
     *
     * @return {@link RunEffect#NONE} if it names none; never null
     */
    public RunEffect runEffect() {
        return runEffect;
    }

    /**
     * Answers the encoded event.
     *
     * @return the frame; never null
     */
    public EventFrame frame() {
        return frame;
    }

    @Override
    public String toString() {
        return "LogRecord[" + id + ", " + eventClass + ", " + runId + ", " + runEffect + ", " + frame + "]";
    }

    /** Collects a record; to be used by one thread. */
    public static final class Builder {
        private final String id;
        private final Instant timestamp;
        private final EventClass eventClass;
        private final EventFrame frame;
        private @Nullable RunId runId;
        private RunEffect runEffect = RunEffect.NONE;

        private Builder(String id, Instant timestamp, EventClass eventClass, EventFrame frame) {
            this.id = Objects.requireNonNull(id, "id");
            this.timestamp = Objects.requireNonNull(timestamp, "timestamp");
            this.eventClass = Objects.requireNonNull(eventClass, "eventClass");
            this.frame = Objects.requireNonNull(frame, "frame");
        }

        /**
         * Names the run.
         *
         * @param run the run; never null
         * @param effect what the event does to it; never null
         * @return this builder
         */
        public Builder run(RunId run, RunEffect effect) {
            this.runId = Objects.requireNonNull(run, "run");
            this.runEffect = Objects.requireNonNull(effect, "effect");
            return this;
        }

        /**
         * Makes the record.
         *
         * @return the record; never null
         */
        public LogRecord build() {
            return new LogRecord(this);
        }
    }
}
