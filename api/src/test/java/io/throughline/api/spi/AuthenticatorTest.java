// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final HandshakeRequest REQUEST =
            HandshakeRequest.builder("/ws").build();

    private final List<String> asked = new ArrayList<>();

    private Authenticator answering(String name, Authentication answer) {
        return request -> {
            asked.add(name);
            return CompletableFuture.completedStage(answer);
        };
    }

    private static Authentication decision(Authenticator authenticator) {
        return authenticator.authenticate(REQUEST).toCompletableFuture().join();
    }

    @Test
    void theFirstThatAcceptsEndsTheAsking() {
        Authentication accepted = Authentication.accepted(ALICE, Instant.EPOCH);
        Authenticator all = Authenticator.firstOf(
                answering("absent", Authentication.absent()),
                answering("refused", Authentication.refused("no")),
                answering("accepted", accepted),
                answering("later", Authentication.accepted(UserId.of("bob"))));
        assertEquals(accepted, decision(all));
        assertEquals(List.of("absent", "refused", "accepted"), asked);
    }

    @Test
    void whereNoneAcceptsARefusalSaysMoreThanAnAbsence() {
        Authenticator absent = answering("absent", Authentication.absent());
        assertTrue(decision(Authenticator.firstOf(absent, absent)).isAbsent());
        Authentication refused = decision(Authenticator.firstOf(
                absent,
                answering("one", Authentication.refused("forged")),
                absent,
                answering("two", Authentication.refused("used"))));
        assertFalse(refused.isAbsent());
        assertEquals("forged; used", refused.reason());
    }

    @Test
    void oneThatFailsEndsTheAsking() {
        Authenticator failing = request -> CompletableFuture.failedStage(new IllegalStateException("down"));
        Authenticator all = Authenticator.firstOf(failing, answering("never asked", Authentication.accepted(ALICE)));
        assertThrows(CompletionException.class, () -> decision(all));
        Authenticator nothing = request -> CompletableFuture.completedStage(null);
        assertThrows(CompletionException.class, () -> decision(Authenticator.firstOf(nothing, failing)));
        assertEquals(List.of(), asked);
    }

    @Test
    void onlyThoseThatTakeTokensAreAskedAboutThem() {
        Authenticator plain = answering("plain", Authentication.absent());
        Authenticator tokens = Authenticator.byAuthFrame(token -> CompletableFuture.completedStage(
                token.equals("t") ? Authentication.accepted(ALICE) : Authentication.refused("unknown token")));
        assertFalse(Authenticator.firstOf(plain, plain).takesTokens());
        Authenticator both = Authenticator.firstOf(plain, tokens);
        assertTrue(both.takesTokens());
        assertTrue(decision(both).isAbsent());
        asked.clear();
        assertEquals(
                Optional.of(ALICE),
                both.authenticateToken("t").toCompletableFuture().join().userId());
        assertEquals(
                "unknown token",
                both.authenticateToken("x").toCompletableFuture().join().reason());
        assertEquals(List.of(), asked);
        assertEquals(
                Optional.empty(),
                plain.authenticateToken("t").toCompletableFuture().join().userId());
    }

    @Test
    void firstOfNobodyIsRefused() {
        assertThrows(InvalidArgumentException.class, Authenticator::firstOf);
        assertThrows(NullPointerException.class, () -> Authenticator.firstOf((Authenticator) null));
    }

    @Test
    void aDecisionSaysWhatItIs() {
        assertEquals(
                Optional.of(Instant.EPOCH),
                Authentication.accepted(ALICE, Instant.EPOCH).expiresAt());
        assertEquals(
                "accepted: alice until 1970-01-01T00:00:00Z",
                Authentication.accepted(ALICE, Instant.EPOCH).toString());
        assertEquals("accepted: alice", Authentication.accepted(ALICE).toString());
        assertEquals("refused: no proof of who it is", Authentication.absent().toString());
        assertEquals(Optional.empty(), Authentication.absent().userId());
        assertFalse(Authentication.accepted(ALICE).isAbsent());
    }
}
