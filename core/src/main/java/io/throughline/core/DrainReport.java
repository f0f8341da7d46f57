// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.core.internal.hub.DrainOutcome;
import java.time.Duration;

/** What became of a hub's clients and runs while it was drained. Immutable and thread-safe. */
public final class DrainReport {
    private final DrainOutcome outcome;

    DrainReport(DrainOutcome outcome) {
        this.outcome = outcome;
    }

    /**
     * Counts the connections that were told that the server is about to stop.
     *
     * @return 0 or more
     */
    public int connectionsTold() {
        return outcome.connectionsTold();
    }

    /**
     * Counts the connections that were closed with 1012; others left before.
     *
     * @return 0 or more
     */
    public int connectionsClosed() {
        return outcome.connectionsClosed();
    }

    /**
     * Counts the closed connections whose clients had acknowledged all that they were sent; what the others handled is not
     * known.
     *
     * @return 0 or more
     */
    public int connectionsAcknowledged() {
        return outcome.connectionsAcknowledged();
    }

    /**
     * Counts the runs that ended by themselves meanwhile.
     *
     * @return 0 or more
     */
    public int runsEnded() {
        return outcome.runsEnded();
    }

    /**
     * Counts the runs that were ended by the limit.
     *
     * @return 0 or more
     */
    public int runsCut() {
        return outcome.runsCut();
    }

    /**
     * Tells whether draining came to its end.
     *
     * @return false if the hub was closed before
     */
    public boolean isComplete() {
        return outcome.isComplete();
    }

    /**
     * Answers how long it took, by the hub's clock.
     *
     * @return zero or more; never null
     */
    public Duration elapsed() {
        return outcome.elapsed();
    }

    @Override
    public String toString() {
        return "DrainReport"
                + outcome.toString()
                        .substring(DrainOutcome.class.getSimpleName().length());
    }
}
