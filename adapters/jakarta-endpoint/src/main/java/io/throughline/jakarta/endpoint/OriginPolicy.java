// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which web pages clients may connect, so that a foreign page cannot use a visitor's cookies.
 *
 * <p>Browsers name the page's origin in each handshake; clients that are no browsers name none and are let through, since
 * they hold no visitor's cookies. Source: RFC 6455, section 10.2, and RFC 6454. Immutable and thread-safe.
 */
public final class OriginPolicy {
    private final boolean any;

    /** Whether pages of the address count that the client asked for. */
    private final boolean requested;

    private final Set<String> allowed;

    private OriginPolicy(boolean any, boolean requested, Set<String> allowed) {
        this.any = any;
        this.requested = requested;
        this.allowed = allowed;
    }

    /**
     * Lets in pages of the host and port that the client connects to, and of the scheme where that is known.
     *
     * @return the policy; never null
     */
    public static OriginPolicy sameOrigin() {
        return new OriginPolicy(false, true, Set.of());
    }

    /**
     * Lets in pages of the one address under which browsers know the server, whatever the handshake says of it.
     *
     * <p>It is for containers behind a proxy that changes {@code Host}, where the endpoint cannot see who its peer is.
     *
     * @param origin a scheme, a host and, unless it is the scheme's own, a port, such as {@code https://chat.example.org};
     *     never null
     * @return the policy; never null
     * @throws InvalidArgumentException if it is no origin
     */
    public static OriginPolicy publicOrigin(String origin) {
        return new OriginPolicy(false, false, Set.of(checked(origin)));
    }

    /**
     * Lets in pages of the server itself and of the given origins.
     *
     * @param origins each a scheme, a host and, unless it is the scheme's own, a port, such as
     *     {@code https://app.example.com}; never null
     * @return the policy; never null
     * @throws InvalidArgumentException if one of them is no origin
     */
    public static OriginPolicy allowing(Collection<String> origins) {
        return new OriginPolicy(
                false,
                true,
                Objects.requireNonNull(origins, "origins").stream()
                        .map(OriginPolicy::checked)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Lets in all pages; only for authenticators that do not rely on what a browser sends by itself, such as cookies.
     *
     * @return the policy; never null
     */
    public static OriginPolicy any() {
        return new OriginPolicy(true, true, Set.of());
    }

    private static String checked(String origin) {
        String normal = normal(Objects.requireNonNull(origin, "origin"));
        if (normal == null) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "\"" + origin + "\" is no origin. Write scheme and host, such as \"https://app.example.com\".");
        }
        return normal;
    }

    /**
     * Decides on a handshake of which the host alone is known.
     *
     * @param origin the header {@code Origin}, or null if there was none
     * @param host the header {@code Host}, or null if there was none
     * @return whether the client may connect
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return allowsAt(origin, new RequestedOrigin(null, host));
    }

    /**
     * Decides on a handshake.
     *
     * @param origin the header {@code Origin}, or null if there was none
     * @param address under which address the client reached the server; never null
     * @return whether the client may connect
     */
    public boolean allowsAt(@Nullable String origin, RequestedOrigin address) {
        Objects.requireNonNull(address, "address");
        if (any || origin == null) {
            return true;
        }
        String normal = normal(origin);
        if (normal == null) {
            return false;
        }
        return allowed.contains(normal) || (requested && isSame(normal, address));
    }

    private static boolean isSame(String normal, RequestedOrigin address) {
        String scheme = normal.substring(0, normal.indexOf(':'));
        boolean sameScheme = address.scheme() == null || address.scheme().equals(scheme);
        return sameScheme && address.host() != null && normal.equals(normal(scheme + "://" + address.host()));
    }

    /** Puts an origin into one spelling: lower case, without the scheme's own port; answers null for what is none. */
    static @Nullable String normal(String origin) {
        URI uri;
        try {
            uri = URI.create(origin.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String scheme = uri.getScheme();
        if (scheme == null || uri.getHost() == null || uri.getUserInfo() != null || !isBare(uri)) {
            return null;
        }
        boolean ownPort = uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + uri.getHost() + (uri.getPort() < 0 || ownPort ? "" : ":" + uri.getPort());
    }

    private static boolean isBare(URI uri) {
        return uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    @Override
    public String toString() {
        return "OriginPolicy[" + (any ? "any" : (requested ? "same origin, " : "") + allowed) + "]";
    }
}
