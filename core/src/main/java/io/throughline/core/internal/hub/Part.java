// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.AgentEvent;
import io.throughline.api.LogPosition;
import io.throughline.api.SendResult;
import io.throughline.api.spi.LogRecord;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One event of a {@link Passage}: what goes into the log, and what became of it. */
final class Part {
    final AgentEvent event;
    final LogRecord record;

    /** Set by whoever comes first of the one who left the append to itself and the one who completed it. */
    final AtomicBoolean met = new AtomicBoolean();

    private @Nullable LogPosition position;
    private @Nullable Throwable failure;
    private @Nullable SendResult result;
    private List<ConnectionCursor> cursors = List.of();

    Part(AgentEvent event, LogRecord record) {
        this.event = event;
        this.record = record;
    }

    void appended(@Nullable LogPosition at, @Nullable Throwable failed) {
        this.position = at;
        this.failure = failed;
    }

    @Nullable
    LogPosition position() {
        return position;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void settle(SendResult outcome, List<ConnectionCursor> attached) {
        this.result = outcome;
        this.cursors = attached;
    }

    boolean isSettled() {
        return result != null;
    }

    /** Answers what became of it, once it is settled. */
    SendResult result() {
        return Objects.requireNonNull(result, "result");
    }

    /** Answers who is to be told. */
    List<ConnectionCursor> cursors() {
        return cursors;
    }
}
