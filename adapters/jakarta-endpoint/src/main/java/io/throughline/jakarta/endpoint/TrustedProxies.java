// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.InvalidArgumentException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies whose word is believed about the address that a client asked for.
 *
 * <p>A proxy that terminates TLS, or changes {@code Host}, says in {@code Forwarded}, or in {@code X-Forwarded-Proto},
 * {@code X-Forwarded-Host} and {@code X-Forwarded-Port}, what it was asked for. Anybody can send such headers, so they are
 * read only from peers that are declared here. Of several values of an {@code X-Forwarded-} header the last counts, which
 * the nearest proxy wrote; in {@code Forwarded} the way is followed back for as long as each hop is a declared proxy.
 * Headers that are malformed, or that contradict each other, make the address unknown, which no page's origin equals.
 *
 * <p>Source: RFC 7239. Immutable and thread-safe.
 */
public final class TrustedProxies {
    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Trusts no proxy.
     *
     * @return the same object at every call; never null
     */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Trusts the proxies at some addresses.
     *
     * @param addresses IP addresses and ranges, such as {@code 127.0.0.1}, {@code 10.0.0.0/8}, {@code ::1}; names are not
     *     looked up; never null
     * @return the proxies; never null
     * @throws InvalidArgumentException if one of them is neither
     */
    public static TrustedProxies of(String... addresses) {
        return new TrustedProxies(Arrays.stream(Objects.requireNonNull(addresses, "addresses"))
                .map(address -> Network.of(Objects.requireNonNull(address, "address")))
                .toList());
    }

    /**
     * Tells whether a peer is one of the proxies.
     *
     * @param peer the address at the other end of the TCP connection, or null if it is not known
     * @return whether its word is believed
     */
    public boolean trusts(@Nullable InetAddress peer) {
        return peer != null && networks.stream().anyMatch(network -> network.contains(peer));
    }

    /**
     * Answers under which address a client reached the server.
     *
     * @param peer the address at the other end of the TCP connection, or null if it is not known
     * @param secure whether that connection is encrypted
     * @param headers answers the values of a header by its name, one for each of its lines, none if it is absent; never
     *     null
     * @return the address, as far as it is known; never null
     */
    public RequestedOrigin requested(
            @Nullable InetAddress peer, boolean secure, Function<String, ? extends List<String>> headers) {
        List<String> hosts = Objects.requireNonNull(headers, "headers").apply("Host");
        RequestedOrigin direct = new RequestedOrigin(secure ? "https" : null, hosts.size() == 1 ? hosts.get(0) : null);
        if (!trusts(peer)) {
            return direct;
        }
        RequestedOrigin standard = standard(headers.apply("Forwarded"), direct);
        RequestedOrigin usual = usual(headers, direct);
        if (standard == null) {
            return usual == null ? direct : usual;
        }
        return usual == null || usual.equals(standard) ? standard : RequestedOrigin.UNKNOWN;
    }

    /** What the header of the standard says, or null if it is absent. */
    private @Nullable RequestedOrigin standard(List<String> values, RequestedOrigin direct) {
        if (values.isEmpty()) {
            return null;
        }
        List<Map<String, String>> hops = Forwarded.parse(values);
        if (hops == null || hops.isEmpty()) {
            return RequestedOrigin.UNKNOWN;
        }
        int hop = hops.size() - 1;
        while (hop > 0 && trusts(node(hops.get(hop).get("for")))) {
            hop--;
        }
        return origin(hops.get(hop).get("proto"), hops.get(hop).get("host"), null, direct);
    }

    /** The address of a node; null if it is hidden, unknown or malformed. */
    private static @Nullable InetAddress node(@Nullable String node) {
        if (node == null) {
            return null;
        }
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? null : Network.address(node.substring(1, end));
        }
        int colon = node.indexOf(':');
        return Network.address(colon < 0 ? node : node.substring(0, colon));
    }

    /** What the headers say that most proxies send, or null if all are absent. */
    private static @Nullable RequestedOrigin usual(
            Function<String, ? extends List<String>> headers, RequestedOrigin direct) {
        String proto = last(headers.apply("X-Forwarded-Proto"));
        String host = last(headers.apply("X-Forwarded-Host"));
        String port = last(headers.apply("X-Forwarded-Port"));
        return proto == null && host == null && port == null ? null : origin(proto, host, port, direct);
    }

    private static @Nullable String last(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        String line = values.get(values.size() - 1);
        return line.substring(line.lastIndexOf(',') + 1).strip();
    }

    private static RequestedOrigin origin(
            @Nullable String proto, @Nullable String host, @Nullable String port, RequestedOrigin direct) {
        String scheme = proto == null ? direct.scheme() : scheme(proto);
        String asked = host == null ? direct.host() : host;
        boolean isMalformed = (proto != null && scheme == null)
                || (host != null && OriginPolicy.normal("http://" + host) == null)
                || (port != null && !port.matches("[1-9]\\d{0,4}"));
        if (isMalformed || asked == null) {
            return RequestedOrigin.UNKNOWN;
        }
        boolean hasPort = asked.matches(".*:\\d+");
        return new RequestedOrigin(scheme, hasPort || port == null ? asked : asked + ":" + port);
    }

    private static @Nullable String scheme(String proto) {
        return switch (proto.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> "https";
            case "http", "ws" -> "http";
            default -> null;
        };
    }

    @Override
    public String toString() {
        return "TrustedProxies[" + networks.size() + " addresses and ranges]";
    }
}
