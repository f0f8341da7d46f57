// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.core.internal.hub.DrainSettings;
import java.time.Duration;
import java.util.Objects;

/** How a hub moves its clients away before it stops; see {@link Hub#drain}. Immutable and thread-safe. */
public final class DrainOptions {
    private static final DrainOptions DEFAULTS = builder().build();
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    private final DrainSettings settings;

    private DrainOptions(DrainSettings settings) {
        this.settings = settings;
    }

    /**
     * Answers the defaults, which fit the 30 seconds that Kubernetes gives a process for up to 10,000 connections.
     *
     * @return the same object at every call; never null
     */
    public static DrainOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts options of one's own, from the defaults.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers how long draining takes at the most, which whoever stops the process must grant it.
     *
     * <p>It is the limit of runs, or the time to tell all connections where that is longer, and the limit of
     * acknowledgements, and the time to close all connections, and 6 seconds for connections that cannot be closed at once.
     * Usually it takes much less: each user goes as soon as its runs have ended and its clients have acknowledged.
     *
     * @param connections how many there are, 0 or more
     * @return the sum; never null
     */
    public Duration longest(int connections) {
        long batches = (Math.max(0L, connections) + settings.batchSize() - 1) / settings.batchSize() + 1;
        Duration allBatches = settings.batchInterval().multipliedBy(batches);
        Duration runs = settings.runLimit().compareTo(allBatches) > 0 ? settings.runLimit() : allBatches;
        return runs.plus(settings.acknowledgeLimit()).plus(allBatches).plusSeconds(6);
    }

    DrainSettings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "DrainOptions"
                + settings.toString()
                        .substring(DrainSettings.class.getSimpleName().length());
    }

    /** Collects the options; to be used by one thread. */
    public static final class Builder {
        private Duration runLimit = Duration.ofSeconds(15);
        private Duration acknowledgeLimit = Duration.ofSeconds(5);
        private int batchSize = 500;
        private Duration batchInterval = Duration.ofMillis(100);
        private Duration reconnectAfter = Duration.ofMillis(500);
        private Duration reconnectSpread = Duration.ofSeconds(10);
        private Duration retryAfter = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * Sets how long open runs may go on; those that are open then end in {@code agent_failed} with the code {@code
         * server_restart}.
         *
         * @param limit zero or more; 15 seconds unless set; never null
         * @return this builder
         */
        public Builder runLimit(Duration limit) {
            this.runLimit = checked("runLimit", "limit", Duration.ZERO, limit);
            return this;
        }

        /**
         * Sets how long the clients of a user whose runs have ended may take to acknowledge what they were sent.
         *
         * @param limit zero or more; 5 seconds unless set; never null
         * @return this builder
         */
        public Builder acknowledgeLimit(Duration limit) {
            this.acknowledgeLimit = checked("acknowledgeLimit", "limit", Duration.ZERO, limit);
            return this;
        }

        /**
         * Sets how many connections are told at once, and how many closed, and the time until the next ones.
         *
         * @param size 1 or more; 500 unless set. Connections of one user are closed together, whatever their number.
         * @param interval 10 milliseconds or more; 100 milliseconds unless set; never null
         * @return this builder
         */
        public Builder batches(int size, Duration interval) {
            Objects.requireNonNull(interval, "interval");
            if (size < 1) {
                throw invalid("a batch of " + size + " connections is none. Set 1 or more.");
            }
            this.batchSize = size;
            this.batchInterval = checked("interval", "interval", SHORTEST_INTERVAL, interval);
            return this;
        }

        /**
         * Sets when clients are to come back after their connection is closed: each is told a random time of its own.
         *
         * @param earliest the shortest of these times, zero or more; 500 milliseconds unless set; never null
         * @param spread how much longer the longest is, zero or more; 10 seconds unless set; never null
         * @return this builder
         */
        public Builder reconnect(Duration earliest, Duration spread) {
            this.reconnectAfter = checked("earliest", "earliest", Duration.ZERO, earliest);
            this.reconnectSpread = checked("spread", "spread", Duration.ZERO, spread);
            return this;
        }

        /**
         * Sets what new clients are told in {@code Retry-After}.
         *
         * @param after whole seconds count; 5 seconds unless set; never null
         * @return this builder
         */
        public Builder retryAfter(Duration after) {
            this.retryAfter = checked("retryAfter", "after", Duration.ZERO, after);
            return this;
        }

        private static Duration checked(String setting, String parameter, Duration least, Duration value) {
            Objects.requireNonNull(value, parameter);
            if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw invalid(setting + " is " + value + ". Set " + least + " to one day.");
            }
            return value;
        }

        private static InvalidArgumentException invalid(String message) {
            return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
        }

        /**
         * Makes the options.
         *
         * @return the options; never null
         */
        public DrainOptions build() {
            return new DrainOptions(new DrainSettings(
                    runLimit, acknowledgeLimit, batchSize, batchInterval, reconnectAfter, reconnectSpread, retryAfter));
        }
    }
}
