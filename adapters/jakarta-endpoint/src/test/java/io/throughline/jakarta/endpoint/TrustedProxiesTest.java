// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of("127.0.0.1", "10.0.0.0/8", "2001:db8::/33");
    private static final RequestedOrigin UNKNOWN = new RequestedOrigin(null, null);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Headers as name, value, name, value; the same name again is another line. */
    private static RequestedOrigin requested(String peer, String... headers) {
        Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.put("Host", List.of("upstream:8080"));
        for (int i = 0; i < headers.length; i += 2) {
            List<String> before = headers[i].equals("Host") ? List.of() : lines.getOrDefault(headers[i], List.of());
            lines.put(
                    headers[i],
                    Stream.concat(before.stream(), Stream.of(headers[i + 1])).toList());
        }
        return PROXIES.requested(address(peer), false, name -> lines.getOrDefault(name, List.of()));
    }

    private static RequestedOrigin origin(String scheme, String host) {
        return new RequestedOrigin(scheme, host);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.2, false",
        "10.255.1.2, true",
        "11.0.0.1, false",
        "9.255.255.255, false",
        "::ffff:10.0.0.1, true",
        "::1, false",
        "2001:db8:7fff::1, true",
        "2001:db8:8000::1, false",
        "::a00:1, false"
    })
    void peersInTheRangesAreTrusted(String peer, boolean trusted) {
        assertEquals(trusted, PROXIES.trusts(address(peer)));
        assertFalse(TrustedProxies.none().trusts(address(peer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "proxy.example",
                "",
                "10.0.0",
                "10.0.0.0.0",
                "256.0.0.1",
                "10.0.0.1/33",
                "10.0.0.1/-1",
                "10.0.0.1/",
                "::1/129",
                ":::1",
                "10.0.0.1/8/8",
                "[::1]",
                "1:2"
            })
    void whatIsNoAddressIsRefused(String text) {
        String message = assertThrows(InvalidArgumentException.class, () -> TrustedProxies.of("127.0.0.1", text))
                .getMessage();
        assertTrue(message.contains("\"" + text + "\""), message);
    }

    @Test
    void othersAreNotBelieved() {
        RequestedOrigin direct = origin(null, "upstream:8080");
        assertEquals(direct, requested("192.0.2.1", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"));
        assertEquals(direct, requested("192.0.2.1", "Forwarded", "proto=https;host=evil.example"));
        assertEquals(
                origin("https", "h"),
                PROXIES.requested(null, true, name -> name.equals("Host") ? List.of("h") : List.of("x")));
    }

    @Test
    void aProxyThatSaysNothingChangesNothing() {
        assertEquals(origin(null, "upstream:8080"), requested("127.0.0.1"));
    }

    @Test
    void theUsualHeadersAreRead() {
        assertEquals(
                origin("https", "chat.example"),
                requested("127.0.0.1", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "chat.example"));
        assertEquals(
                origin("https", "chat.example:8443"),
                requested(
                        "127.0.0.1", "X-Forwarded-Proto", "HTTPS", "Host", "chat.example", "X-Forwarded-Port", "8443"));
        assertEquals(
                origin("http", "chat.example:81"),
                requested(
                        "127.0.0.1",
                        "X-Forwarded-Proto",
                        "ws",
                        "X-Forwarded-Host",
                        "chat.example:81",
                        "X-Forwarded-Port",
                        "80"));
        assertEquals(origin("https", "upstream:8080"), requested("127.0.0.1", "X-Forwarded-Proto", "wss"));
        assertEquals(
                origin("https", "[::1]:8443"),
                requested(
                        "127.0.0.1",
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Host",
                        "[::1]",
                        "X-Forwarded-Port",
                        "8443"));
    }

    @Test
    void theNearestProxysWordCounts() {
        assertEquals(
                origin("https", "chat.example"),
                requested(
                        "127.0.0.1",
                        "X-Forwarded-Proto",
                        "http, https",
                        "X-Forwarded-Host",
                        "evil.example",
                        "X-Forwarded-Host",
                        "chat.example"));
    }

    @Test
    void theStandardHeaderIsFollowedBackOverDeclaredProxies() {
        assertEquals(
                origin("https", "chat.example:8443"),
                requested(
                        "127.0.0.1",
                        "Forwarded",
                        "for=\"[2001:db8:cafe::17]:4711\";Proto=https;Host=\"chat.example:8443\""));
        assertEquals(
                origin("https", "chat.example"),
                requested(
                        "127.0.0.1",
                        "Forwarded",
                        "for=198.51.100.7;proto=https;host=chat.example, for=10.0.0.3;proto=http;host=inner"),
                "10.0.0.3 is a proxy of ours");
        assertEquals(
                origin("http", "chat.example"),
                requested(
                        "127.0.0.1",
                        "Forwarded",
                        "for=1.2.3.4;proto=https;host=evil.example",
                        "Forwarded",
                        "for=198.51.100.7;proto=http;host=chat.example"),
                "198.51.100.7 is a stranger, whatever it says");
        assertEquals(
                origin("https", "chat.example"),
                requested("127.0.0.1", "Forwarded", "for=_hidden; proto=https;host=chat.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proto=gopher",
                "proto=https;proto=http",
                "proto",
                "proto=",
                "=https",
                "proto=\"https",
                "proto=\"https\\",
                "host=\"a b\"",
                "host=\"a/b\"",
                "host=\"u@a\"",
                "proto=https host=a",
                ",",
                ""
            })
    void malformedStandardHeadersMakeTheAddressUnknown(String value) {
        assertEquals(UNKNOWN, requested("127.0.0.1", "Forwarded", value));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-Proto, gopher",
        "X-Forwarded-Proto, 'https,'",
        "X-Forwarded-Host, 'a b'",
        "X-Forwarded-Host, a/b",
        "X-Forwarded-Host, u@a",
        "X-Forwarded-Host, ''",
        "X-Forwarded-Host, 'a:b'",
        "X-Forwarded-Port, 0",
        "X-Forwarded-Port, 123456",
        "X-Forwarded-Port, x"
    })
    void malformedUsualHeadersMakeTheAddressUnknown(String name, String value) {
        assertEquals(UNKNOWN, requested("127.0.0.1", name, value));
    }

    @Test
    void contradictionsMakeTheAddressUnknown() {
        assertEquals(
                UNKNOWN,
                requested(
                        "127.0.0.1", "Forwarded", "proto=https;host=evil.example", "X-Forwarded-Host", "chat.example"));
        assertEquals(
                origin("https", "chat.example"),
                requested(
                        "127.0.0.1",
                        "Forwarded",
                        "proto=https;host=chat.example",
                        "X-Forwarded-Host",
                        "chat.example",
                        "X-Forwarded-Proto",
                        "https"));
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("=;,\"\\[]: \tforhstp.@/0123456789abcdef_-%")
                        .ofMaxLength(60));
    }

    /** Whatever a proxy passes on from an attacker: no exception, and no other host than the one that is plainly named. */
    @Property
    void hostileHeadersNeverThrowAndNeverNameAnythingButAHost(
            @ForAll("hostile") String forwarded,
            @ForAll("hostile") String proto,
            @ForAll("hostile") String host,
            @ForAll("hostile") String port) {
        for (RequestedOrigin answer : List.of(
                requested("127.0.0.1", "Forwarded", forwarded),
                requested("127.0.0.1", "X-Forwarded-Proto", proto, "X-Forwarded-Host", host, "X-Forwarded-Port", port),
                requested("127.0.0.1", "Forwarded", forwarded, "X-Forwarded-Host", host))) {
            if (answer.scheme() != null) {
                assertTrue(Set.of("http", "https").contains(answer.scheme()), answer::toString);
            }
            if (answer.host() != null) {
                String normal = OriginPolicy.normal("https://" + answer.host());
                assertTrue(normal != null && !normal.contains("@"), answer::toString);
                assertFalse(OriginPolicy.sameOrigin().allowsAt("https://victim.example", answer), answer::toString);
            }
        }
        assertEquals(
                origin(null, "upstream:8080"),
                requested("192.0.2.1", "Forwarded", forwarded, "X-Forwarded-Proto", proto, "X-Forwarded-Host", host));
    }

    @Property
    void whatIsQuotedIsReadBack(@ForAll("hosts") String host) {
        String upper = host.toUpperCase(Locale.ROOT);
        assertEquals(origin("https", upper), requested("127.0.0.1", "Forwarded", "PROTO=https;host=\"" + upper + "\""));
        assertTrue(OriginPolicy.sameOrigin()
                .allowsAt("https://" + host, requested("127.0.0.1", "Forwarded", "proto=https;host=" + host)));
    }

    @Provide
    Arbitrary<String> hosts() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(name -> name + ".example");
    }
}
