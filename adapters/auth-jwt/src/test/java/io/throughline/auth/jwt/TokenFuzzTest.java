// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Mutations of tokens and of what stands in them: none throws, and none makes another user of the one who was signed. */
class TokenFuzzTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int INPUTS = "full".equals(System.getProperty("throughline.budget")) ? 200 : 10;
    private static final String HEADER = "{\"alg\":\"HS256\",\"kid\":\"k\",\"typ\":\"JWT\"}";
    private static final String CLAIMS = "{\"sub\":\"alice\",\"iss\":\"login\",\"aud\":[\"chat\"],\"exp\":1800000000}";
    private static final List<String> PARTS = List.of(
            "null",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "-1",
            "1e999",
            "9".repeat(400),
            "\\u0000",
            "\ud83d",
            "none",
            "\"crit\":[\"b64\"],\"b64\":false,",
            "\"zip\":\"DEF\",",
            "[".repeat(500),
            "{\"a\":".repeat(500));

    private final JwtAuthenticator authenticator = JwtAuthenticator.builder()
            .secret(SECRET)
            .algorithms("HS256")
            .issuer("login")
            .audience("chat")
            .clock(() -> Instant.ofEpochSecond(1_700_000_000))
            .build();

    private Authentication judged(String token) {
        return authenticator.authenticateToken(token).toCompletableFuture().join();
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void mutated_tokens_are_refused_or_the_same(@ForAll long seed) {
        Random random = new Random(seed);
        String good = Tokens.hmac(HEADER, CLAIMS, SECRET);
        for (int i = 0; i < INPUTS; i++) {
            Authentication decision = judged(mutated(good, random));
            decision.userId().ifPresent(user -> assertEquals(UserId.of("alice"), user));
        }
    }

    /** Signed by the right key, so that all of it is read. */
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void hostile_contents_of_signed_tokens_do_no_harm(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            String header = random.nextBoolean() ? HEADER : mutated(HEADER, random);
            String claims = random.nextInt(4) == 0 ? CLAIMS : mutated(CLAIMS, random);
            Authentication decision = judged(Tokens.hmac(header, claims, SECRET));
            assertTrue(decision.userId().isPresent() != !decision.reason().isEmpty());
        }
        assertEquals(
                Optional.of(UserId.of("alice")),
                judged(Tokens.hmac(HEADER, CLAIMS, SECRET)).userId());
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && !mutated.isEmpty(); i++) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, mutated.substring(at, end));
                case 2 -> mutated.setCharAt(at, (char) random.nextInt(0x100));
                case 3 -> mutated.insert(at, PARTS.get(random.nextInt(PARTS.size())));
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString();
    }
}
