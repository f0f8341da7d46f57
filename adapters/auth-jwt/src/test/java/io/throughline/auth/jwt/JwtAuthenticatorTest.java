// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.HandshakeRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long EXP = NOW.getEpochSecond() + 60;
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair RSA = Tokens.rsa(2048);
    private static final KeyPair OTHER_RSA = Tokens.rsa(2048);
    private static final KeyPair EC = Tokens.ec("secp256r1");
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String GOOD = claims("\"exp\":" + EXP);

    private static String claims(String more) {
        return "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":[\"other\",\"chat\"]," + more + "}";
    }

    private static JwtAuthenticatorBuilder rules() {
        return JwtAuthenticator.builder().clock(() -> NOW).issuer("login").audience("chat");
    }

    private static JwtAuthenticatorBuilder hmac() {
        return rules().secret(SECRET).algorithms("HS256");
    }

    private static Authentication judged(JwtAuthenticator authenticator, String token) {
        Authentication decision =
                authenticator.authenticateToken(token).toCompletableFuture().join();
        for (String part : token.split("\\.", -1)) {
            assertFalse(part.length() > 3 && decision.reason().contains(part), decision.reason());
        }
        return decision;
    }

    private static void assertAlice(Authentication decision) {
        assertEquals(Optional.of(UserId.of("alice")), decision.userId(), decision.reason());
    }

    private static void assertRefused(String because, Authentication decision) {
        assertEquals(Optional.empty(), decision.userId());
        assertFalse(decision.isAbsent());
        assertTrue(decision.reason().contains(because), decision.reason());
        assertFalse(decision.reason().contains("alice"), decision.reason());
    }

    @Test
    void a_good_token_tells_the_user_and_until_when() {
        Authentication decision = judged(hmac().build(), Tokens.hmac(HS256, GOOD, SECRET));
        assertAlice(decision);
        assertEquals(Optional.of(NOW.plusSeconds(90)), decision.expiresAt());
        Authentication exact = judged(hmac().clockSkew(Duration.ZERO).build(), Tokens.hmac(HS256, GOOD, SECRET));
        assertEquals(Optional.of(NOW.plusSeconds(60)), exact.expiresAt());
    }

    @Test
    void public_keys_and_key_sets_verify() {
        String rs = Tokens.signed("{\"alg\":\"RS256\",\"kid\":\"any\"}", GOOD, RSA.getPrivate(), "SHA256withRSA");
        assertAlice(
                judged(rules().publicKey(RSA.getPublic()).algorithms("RS256").build(), rs));
        String es = Tokens.signed("{\"alg\":\"ES256\"}", GOOD, EC.getPrivate(), "SHA256withECDSAinP1363Format");
        assertAlice(judged(rules().publicKey(EC.getPublic()).algorithms("ES256").build(), es));
        String set = "{\"keys\":["
                + new RSAKey.Builder((RSAPublicKey) OTHER_RSA.getPublic())
                        .keyID("old")
                        .build() + ","
                + new RSAKey.Builder((RSAPublicKey) RSA.getPublic())
                        .keyID("new")
                        .build() + ","
                + new ECKey.Builder(Curve.P_256, (ECPublicKey) EC.getPublic())
                        .keyID("ec")
                        .build() + "]}";
        JwtAuthenticator ofSet =
                rules().keySet(set).algorithms("RS256", "ES256").build();
        assertAlice(judged(
                ofSet, Tokens.signed("{\"alg\":\"RS256\",\"kid\":\"new\"}", GOOD, RSA.getPrivate(), "SHA256withRSA")));
        assertAlice(judged(ofSet, es));
        assertRefused(
                "signature",
                judged(
                        ofSet,
                        Tokens.signed("{\"alg\":\"RS256\",\"kid\":\"old\"}", GOOD, RSA.getPrivate(), "SHA256withRSA")));
        assertRefused("no key", judged(ofSet, rs));
    }

    @Test
    void a_forged_signature_is_refused() {
        String token = Tokens.hmac(HS256, GOOD, SECRET);
        byte[] otherSecret = SECRET.clone();
        otherSecret[0]++;
        assertRefused("signature", judged(hmac().build(), Tokens.hmac(HS256, GOOD, otherSecret)));
        String[] parts = token.split("\\.", -1);
        String bob = Tokens.base64(GOOD.replace("alice", "bobby"));
        assertRefused("signature", judged(hmac().build(), parts[0] + "." + bob + "." + parts[2]));
        assertEquals(
                Optional.empty(),
                judged(hmac().build(), parts[0] + "." + parts[1] + ".").userId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void a_token_without_a_signature_is_refused(String none) {
        String unsigned = Tokens.base64("{\"alg\":\"" + none + "\"}") + "." + Tokens.base64(GOOD) + ".";
        assertEquals(Optional.empty(), judged(hmac().build(), unsigned).userId());
        String signed = Tokens.hmac("{\"alg\":\"" + none + "\"}", GOOD, SECRET);
        assertEquals(Optional.empty(), judged(hmac().build(), signed).userId());
    }

    @Test
    void a_public_key_is_no_secret() {
        JwtAuthenticator rsaOnly =
                rules().publicKey(RSA.getPublic()).algorithms("RS256").build();
        String confused = Tokens.hmac(HS256, GOOD, RSA.getPublic().getEncoded());
        assertRefused("algorithm", judged(rsaOnly, confused));
        JwtAuthenticator both = rules().publicKey(RSA.getPublic())
                .secret(SECRET)
                .algorithms("RS256", "HS256")
                .build();
        assertRefused("signature", judged(both, confused));
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(RSA.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertRefused("signature", judged(both, Tokens.hmac(HS256, GOOD, pem.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void an_algorithm_that_is_not_named_is_refused() {
        String rs512 = Tokens.signed("{\"alg\":\"RS512\"}", GOOD, RSA.getPrivate(), "SHA512withRSA");
        assertRefused(
                "algorithm",
                judged(rules().publicKey(RSA.getPublic()).algorithms("RS256").build(), rs512));
        assertRefused("algorithm", judged(hmac().build(), Tokens.hmac("{\"alg\":\"HS999\"}", GOOD, SECRET)));
    }

    @Test
    void keys_that_a_token_brings_are_not_looked_at() {
        String own =
                new RSAKey.Builder((RSAPublicKey) OTHER_RSA.getPublic()).build().toString();
        String embedded =
                Tokens.signed("{\"alg\":\"RS256\",\"jwk\":" + own + "}", GOOD, OTHER_RSA.getPrivate(), "SHA256withRSA");
        String linked = Tokens.signed(
                "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/keys\",\"x5u\":\"http://127.0.0.1:1/c\"}",
                GOOD,
                OTHER_RSA.getPrivate(),
                "SHA256withRSA");
        JwtAuthenticator authenticator =
                rules().publicKey(RSA.getPublic()).algorithms("RS256").build();
        assertRefused("signature", judged(authenticator, embedded));
        assertRefused("signature", judged(authenticator, linked));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"chat\"} | no expiry",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXPIRED} | expired",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":-1} | expired",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXP,\"nbf\":EXP} | not hold yet",
                "{\"sub\":\"alice\",\"iss\":\"evil\",\"aud\":\"chat\",\"exp\":EXP} | issuer",
                "{\"sub\":\"alice\",\"iss\":\"LOGIN\",\"aud\":\"chat\",\"exp\":EXP} | issuer",
                "{\"sub\":\"alice\",\"aud\":\"chat\",\"exp\":EXP} | issuer",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"shop\",\"exp\":EXP} | audience",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":[],\"exp\":EXP} | audience",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"exp\":EXP} | audience",
                "{\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXP} | \"sub\" is not a text",
                "{\"sub\":null,\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXP} | \"sub\" is not a text",
                "{\"sub\":\" \",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXP} | no user id",
                "{\"sub\":\"al\\u0000ice\",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":EXP} | no user id",
                "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":\"chat\",\"exp\":\"soon\"} | no signed token",
                "[] | no expiry",
                "7 | no signed token"
            })
    void a_token_with_wrong_claims_is_refused(String claims, String because) {
        String filled = claims.replace("EXPIRED", String.valueOf(NOW.getEpochSecond() - 30))
                .replace("EXP", String.valueOf(EXP));
        assertRefused(because, judged(hmac().build(), Tokens.hmac(HS256, filled, SECRET)));
    }

    @Test
    void clocks_may_differ_by_the_skew_and_no_more() {
        String justExpired = Tokens.hmac(HS256, claims("\"exp\":" + (NOW.getEpochSecond() - 29)), SECRET);
        assertAlice(judged(hmac().build(), justExpired));
        assertRefused("expired", judged(hmac().clockSkew(Duration.ZERO).build(), justExpired));
        String soon = claims("\"exp\":" + EXP + ",\"nbf\":" + (NOW.getEpochSecond() + 30));
        assertAlice(judged(hmac().build(), Tokens.hmac(HS256, soon, SECRET)));
        assertRefused(
                "not hold yet",
                judged(hmac().clockSkew(Duration.ofSeconds(29)).build(), Tokens.hmac(HS256, soon, SECRET)));
    }

    @Test
    void what_is_required_can_be_waived_by_name_alone() {
        JwtAuthenticator lax = JwtAuthenticator.builder()
                .secret(SECRET)
                .algorithms("HS256")
                .anyIssuer()
                .anyAudience()
                .allowWithoutExpiry()
                .userClaim("email")
                .build();
        Authentication decision = judged(lax, Tokens.hmac(HS256, "{\"email\":\"alice\"}", SECRET));
        assertAlice(decision);
        assertEquals(Optional.empty(), decision.expiresAt());
    }

    @Test
    void expiries_beyond_all_bounds_are_no_error() {
        for (String exp : List.of("9223372036854775807", "9999999999999", "1e300", "-9223372036854775808")) {
            Authentication decision = judged(hmac().build(), Tokens.hmac(HS256, claims("\"exp\":" + exp), SECRET));
            assertTrue(decision.userId().isEmpty() || decision.expiresAt().isPresent(), exp);
        }
    }

    @Test
    void headers_that_demand_the_unknown_are_refused() {
        for (String header : List.of(
                "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
                "{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\"}",
                "{\"alg\":\"HS256\",\"enc\":\"A128GCM\",\"zip\":\"DEF\",\"typ\":\"JOSE\"}")) {
            assertRefused("", judged(hmac().build(), Tokens.hmac(header, GOOD, SECRET)));
        }
        assertAlice(judged(hmac().build(), Tokens.hmac("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}", GOOD, SECRET)));
    }

    @Test
    void what_is_too_long_is_not_read() {
        assertRefused("longer", judged(hmac().build(), "x".repeat(TokenVerifier.MAX_LENGTH + 1)));
    }

    @Test
    void the_token_is_looked_for_in_header_and_cookie_and_never_in_the_query() {
        String good = Tokens.hmac(HS256, GOOD, SECRET);
        JwtAuthenticator authenticator = hmac().cookie("session").build();
        assertAlice(handshake(authenticator, Map.of("Authorization", List.of("Bearer " + good)), Map.of()));
        assertAlice(handshake(authenticator, Map.of("authorization", List.of("bearer  " + good + " ")), Map.of()));
        assertAlice(handshake(authenticator, Map.of("Cookie", List.of("a=1; session=" + good)), Map.of()));
        assertTrue(handshake(authenticator, Map.of("Authorization", List.of("Basic YTpi")), Map.of())
                .isAbsent());
        for (String name : List.of("token", "access_token", "ticket", "Authorization", "session", "jwt")) {
            assertTrue(handshake(authenticator, Map.of(), Map.of(name, List.of(good)))
                    .isAbsent());
        }
        assertTrue(handshake(hmac().build(), Map.of("Cookie", List.of("session=" + good)), Map.of())
                .isAbsent());
        assertTrue(
                handshake(hmac().withoutHeader().build(), Map.of("Authorization", List.of("Bearer " + good)), Map.of())
                        .isAbsent());
        assertFalse(hmac().withoutAuthFrames().build().takesTokens());
        assertRefused("not taken", judged(hmac().withoutAuthFrames().build(), good));
    }

    @Test
    void a_wrong_header_is_refused_and_a_wrong_cookie_is_none() {
        JwtAuthenticator authenticator = hmac().cookie("session").build();
        assertRefused("", handshake(authenticator, Map.of("Authorization", List.of("Bearer x.y.z")), Map.of()));
        assertTrue(handshake(authenticator, Map.of("Authorization", List.of("Bearer ")), Map.of())
                .isAbsent());
        Authentication stale = handshake(authenticator, Map.of("Cookie", List.of("session=x.y.z")), Map.of());
        assertTrue(stale.isAbsent());
        assertTrue(stale.reason().startsWith("the cookie"), stale.reason());
    }

    private static Authentication handshake(
            JwtAuthenticator authenticator, Map<String, List<String>> headers, Map<String, List<String>> query) {
        return authenticator
                .authenticate(HandshakeRequest.builder("/ws")
                        .headers(headers)
                        .query(query)
                        .build())
                .toCompletableFuture()
                .join();
    }

    @Test
    void it_does_not_show_its_keys() {
        assertFalse(
                hmac().build().toString().contains("0123456789"), hmac().build().toString());
        assertFalse(hmac().build().toString().contains(Tokens.base64(SECRET)));
    }
}
