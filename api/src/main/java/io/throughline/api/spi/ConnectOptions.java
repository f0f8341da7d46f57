// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it connected, as it stands in its query.
 *
 * <p>Immutable and thread-safe. The values are the client's own words: the hub checks them.
 */
public final class ConnectOptions {
    private final @Nullable String cursor;
    private final @Nullable String clientId;

    private ConnectOptions(Builder builder) {
        this.cursor = builder.cursor;
        this.clientId = builder.clientId;
    }

    /**
     * Answers the options of a client that asked for nothing: live events from now on.
     *
     * @return the options; never null
     */
    public static ConnectOptions live() {
        return builder().build();
    }

    /**
     * Starts options.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers where the client wants to begin: {@code epoch:seq}, {@code open} or {@code earliest}.
     *
     * @return the client's word, or empty for live
     */
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * Answers the client's own id, stable over its reconnects; a hub takes 1 to 128 visible ASCII characters.
     *
     * @return the client's word, or empty
     */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /** Collects options; to be used by one thread. */
    public static final class Builder {
        private @Nullable String cursor;
        private @Nullable String clientId;

        private Builder() {}

        /**
         * Sets where the client wants to begin.
         *
         * @param cursor the client's word, or null
         * @return this builder
         */
        public Builder cursor(@Nullable String cursor) {
            this.cursor = cursor;
            return this;
        }

        /**
         * Sets the client's own id.
         *
         * @param clientId the client's word, or null
         * @return this builder
         */
        public Builder clientId(@Nullable String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options; never null
         */
        public ConnectOptions build() {
            return new ConnectOptions(this);
        }
    }
}
