// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "http://app.example, app.example, true",
        "http://app.example:80, app.example, true",
        "https://app.example, app.example:443, true",
        "HTTPS://App.Example, app.example, true",
        "http://app.example:8080, app.example:8080, true",
        "http://[::1]:8080, [::1]:8080, true",
        "http://app.example:8080, app.example, false",
        "http://app.example, app.example:8080, false",
        "http://evil.example, app.example, false",
        "http://app.example.evil, app.example, false",
        "http://app.example@evil.example, app.example, false",
        "http://app.example/path, app.example, false",
        "null, app.example, false",
        "'', app.example, false",
        "app.example, app.example, false",
        "http://, app.example, false",
        "file://, app.example, false"
    })
    void theSameOriginIsTheSameHostAndPort(String origin, String host, boolean allowed) {
        assertEquals(allowed, OriginPolicy.sameOrigin().allows(origin, host));
    }

    @Test
    void whoNamesNoOriginIsNoBrowser() {
        assertTrue(OriginPolicy.sameOrigin().allows(null, "app.example"));
        assertEquals(false, OriginPolicy.sameOrigin().allows("http://app.example", null));
    }

    @Test
    void listedOriginsAreAllowedBesideTheOwn() {
        OriginPolicy policy = OriginPolicy.allowing(List.of("https://app.example:443"));
        assertTrue(policy.allows("https://app.example", "api.example"));
        assertTrue(policy.allows("http://api.example", "api.example"));
        assertEquals(false, policy.allows("http://app.example", "api.example"));
        assertTrue(OriginPolicy.any().allows("http://evil.example", "api.example"));
    }

    @Test
    void theSchemeCountsWhereItIsKnown() {
        RequestedOrigin secure = new RequestedOrigin("https", "app.example");
        assertTrue(OriginPolicy.sameOrigin().allowsAt("https://app.example", secure));
        assertTrue(OriginPolicy.sameOrigin().allowsAt("https://app.example:443", secure));
        assertEquals(false, OriginPolicy.sameOrigin().allowsAt("http://app.example", secure));
        assertEquals(false, OriginPolicy.sameOrigin().allowsAt("http://app.example:443", secure));
    }

    @Test
    void aPublicOriginIsTheOnlyOneWhateverTheHostIs() {
        OriginPolicy policy = OriginPolicy.publicOrigin("https://chat.example.org");
        assertTrue(policy.allows("https://chat.example.org", "10.0.0.7:8080"));
        assertEquals(false, policy.allows("http://chat.example.org", "chat.example.org"));
        assertEquals(false, policy.allows("http://10.0.0.7:8080", "10.0.0.7:8080"));
        assertTrue(policy.allows(null, "10.0.0.7:8080"), "no browser");
        assertThrows(InvalidArgumentException.class, () -> OriginPolicy.publicOrigin("chat.example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "https://app.example/", "*", "https://*.example", ""})
    void whatIsNoOriginIsNotListed(String origin) {
        InvalidArgumentException failure =
                assertThrows(InvalidArgumentException.class, () -> OriginPolicy.allowing(List.of(origin)));
        assertTrue(failure.getMessage().contains("\"" + origin + "\""));
    }
}
