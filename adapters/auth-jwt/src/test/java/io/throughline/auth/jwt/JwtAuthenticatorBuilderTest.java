// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.RSAKey;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Nothing is left open by an oversight: what is missing or too weak is said when the authenticator is built. */
class JwtAuthenticatorBuilderTest {
    private static JwtAuthenticatorBuilder builder() {
        return JwtAuthenticator.builder();
    }

    private static JwtAuthenticatorBuilder complete() {
        return builder().secret(new byte[32]).algorithms("HS256").issuer("i").audience("a");
    }

    private static void assertNamed(String named, Executable action) {
        InvalidArgumentException failure = assertThrows(InvalidArgumentException.class, action);
        assertEquals(ErrorIds.INVALID_SETTING, failure.errorId());
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
    }

    @Test
    void what_is_missing_is_named() {
        assertNamed("algorithms(", builder()::build);
        assertNamed("issuer(", builder().algorithms("HS256")::build);
        assertNamed("audience(", builder().algorithms("HS256").anyIssuer()::build);
        assertNamed(
                "no key for HS256", builder().algorithms("HS256").anyIssuer().anyAudience()::build);
        assertNamed("no key for RS256", complete().algorithms("RS256")::build);
        assertNamed(
                "no key for ES384",
                complete().publicKey(Tokens.ec("secp256r1").getPublic()).algorithms("ES384")::build);
        assertNamed("nowhere", complete().withoutHeader().withoutAuthFrames()::build);
        assertNamed("waive", complete().anyIssuer()::build);
    }

    @Test
    void what_is_weak_or_unknown_is_refused() {
        assertNamed("31 bytes", () -> builder().secret(new byte[31]));
        assertNamed("HS512", complete().algorithms("HS512")::build);
        for (String name : new String[] {"none", "NONE", "hs256", "EdDSA", "ES256K", "RSA-OAEP", "dir", ""}) {
            assertNamed("\"" + name + "\"", () -> builder().algorithms(name));
        }
        assertNamed("1024 bits", () -> builder().publicKey(Tokens.rsa(1024).getPublic()));
        String weak = new RSAKey.Builder((RSAPublicKey) Tokens.rsa(1024).getPublic())
                .build()
                .toString();
        assertNamed("1024 bits", () -> builder().keySet("{\"keys\":[" + weak + "]}"));
        assertNamed("key set", () -> builder().keySet("not json"));
        assertNamed("clockSkew", () -> builder().clockSkew(Duration.ofMinutes(6)));
        assertNamed("clockSkew", () -> builder().clockSkew(Duration.ofSeconds(-1)));
    }
}
