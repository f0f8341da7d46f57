// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of a connection, as an {@link Authenticator} sees it.
 *
 * <p>Immutable and thread-safe. Nothing in it has been verified but the principal, which the container vouches for.
 */
public final class HandshakeRequest {
    private final String path;
    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> query;
    private final @Nullable Principal principal;

    private HandshakeRequest(Builder builder) {
        this.path = builder.path;
        this.headers = copy(builder.headers, new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
        this.query = copy(builder.query, new TreeMap<>());
        this.principal = builder.principal;
    }

    private static Map<String, List<String>> copy(
            Map<String, ? extends Collection<String>> values, Map<String, List<String>> into) {
        values.forEach((name, list) -> into.merge(name, List.copyOf(list), HandshakeRequest::join));
        return Collections.unmodifiableMap(into);
    }

    private static List<String> join(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /**
     * Starts a request; transports use it.
     *
     * @param path the path of the request, without the query; never null
     * @return a builder; never null
     */
    public static Builder builder(String path) {
        return new Builder(Objects.requireNonNull(path, "path"));
    }

    /**
     * Answers the path that was asked for.
     *
     * @return the path, without the query; never null
     */
    public String path() {
        return path;
    }

    /**
     * Answers the first value of a header.
     *
     * @param name the header's name, in any case; never null
     * @return the value, or empty
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(Objects.requireNonNull(name, "name"), List.of()).stream()
                .findFirst();
    }

    /**
     * Answers the first value of a parameter of the query.
     *
     * @param name the parameter's name; never null
     * @return the decoded value, or empty
     */
    public Optional<String> queryParameter(String name) {
        return query.getOrDefault(Objects.requireNonNull(name, "name"), List.of()).stream()
                .findFirst();
    }

    /**
     * Answers the value of a cookie.
     *
     * @param name the cookie's name; never null
     * @return the value as it was sent, or empty
     */
    public Optional<String> cookie(String name) {
        String start = Objects.requireNonNull(name, "name") + "=";
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(start))
                .map(pair -> pair.substring(start.length()))
                .findFirst();
    }

    /**
     * Answers who the container says it is.
     *
     * @return the principal, or empty where the container authenticated nobody
     */
    public Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    /** Collects the parts of a request; to be used by one thread. */
    public static final class Builder {
        private final String path;
        private Map<String, ? extends Collection<String>> headers = Map.of();
        private Map<String, ? extends Collection<String>> query = Map.of();
        private @Nullable Principal principal;

        private Builder(String path) {
            this.path = path;
        }

        /**
         * Sets the headers.
         *
         * @param headers names to values; never null
         * @return this builder
         */
        public Builder headers(Map<String, ? extends Collection<String>> headers) {
            this.headers = Objects.requireNonNull(headers, "headers");
            return this;
        }

        /**
         * Sets the parameters of the query.
         *
         * @param query names to decoded values; never null
         * @return this builder
         */
        public Builder query(Map<String, ? extends Collection<String>> query) {
            this.query = Objects.requireNonNull(query, "query");
            return this;
        }

        /**
         * Sets who the container says it is.
         *
         * @param principal the principal, or null
         * @return this builder
         */
        public Builder principal(@Nullable Principal principal) {
            this.principal = principal;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return the request; never null
         */
        public HandshakeRequest build() {
            return new HandshakeRequest(this);
        }
    }
}
