// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What an adapter is given to work with, beside the legacy manager itself.
 *
 * <p>Immutable and thread-safe.
 */
public final class AdaptationContext {
    private final InstantSource clock;

    private AdaptationContext(Builder builder) {
        this.clock = builder.clock;
    }

    /**
     * Answers a context with the system's clock.
     *
     * @return the context; never null
     */
    public static AdaptationContext defaults() {
        return builder().build();
    }

    /**
     * Starts a context.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the clock for all that the adapter dates.
     *
     * @return the clock; never null
     */
    public InstantSource clock() {
        return clock;
    }

    /** Collects the parts of a context; to be used by one thread. */
    public static final class Builder {
        private InstantSource clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the clock.
         *
         * @param clock the clock; never null
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the context.
         *
         * @return the context; never null
         */
        public AdaptationContext build() {
            return new AdaptationContext(this);
        }
    }
}
