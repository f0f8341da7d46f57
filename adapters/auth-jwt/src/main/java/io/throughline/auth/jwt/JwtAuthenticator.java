// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.HandshakeRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by a signed JSON Web Token, in the {@code Authorization} header, in a cookie, or in an {@code auth} frame;
 * never in the query, where it would end up in logs.
 *
 * <pre>{@code
 * Authenticator authenticator = JwtAuthenticator.builder()
 *         .keySet(jwks)
 *         .algorithms("ES256")
 *         .issuer("https://login.example.com")
 *         .audience("chat")
 *         .build();
 * }</pre>
 *
 * <p>A token is good if one of the given keys signed it by one of the named algorithms, it has not expired, holds already,
 * comes from the named issuer and is meant for the named audience; each of these is asked for unless it is waived by name.
 * Keys, and places to fetch keys from, that stand in a token's header are not looked at. A connection expires with its
 * token, clock skew included.
 *
 * <p>A wrong token in the header, or in an {@code auth} frame, is refused; one in a cookie counts as none, since browsers
 * send cookies whatever the page wants. Reasons of refusals name neither tokens nor what stands in them.
 *
 * <p>Sources: RFC 7519, RFC 7515, RFC 8725 (best practices), RFC 6750 section 2.1. Thread-safe; does not block.
 */
public final class JwtAuthenticator implements Authenticator {
    private static final String SCHEME = "bearer ";

    private final TokenVerifier verifier;
    private final boolean looksAtHeader;
    private final boolean takesAuthFrames;
    private final @Nullable String cookie;

    JwtAuthenticator(TokenVerifier verifier, boolean looksAtHeader, boolean takesAuthFrames, @Nullable String cookie) {
        this.verifier = verifier;
        this.looksAtHeader = looksAtHeader;
        this.takesAuthFrames = takesAuthFrames;
        this.cookie = cookie;
    }

    /**
     * Starts an authenticator.
     *
     * @return a builder; never null
     */
    public static JwtAuthenticatorBuilder builder() {
        return new JwtAuthenticatorBuilder();
    }

    @Override
    public CompletionStage<Authentication> authenticate(HandshakeRequest request) {
        Objects.requireNonNull(request, "request");
        Optional<String> bearer = looksAtHeader ? bearer(request) : Optional.empty();
        if (bearer.isPresent()) {
            return CompletableFuture.completedStage(verifier.verify(bearer.get()));
        }
        Optional<String> sent = cookie == null ? Optional.empty() : request.cookie(cookie);
        if (sent.isEmpty()) {
            return CompletableFuture.completedStage(Authentication.absent());
        }
        Authentication decided = verifier.verify(sent.get());
        return CompletableFuture.completedStage(
                decided.userId().isPresent() ? decided : Authentication.absent("the cookie: " + decided.reason()));
    }

    private static Optional<String> bearer(HandshakeRequest request) {
        return request.header("Authorization")
                .map(String::strip)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip());
    }

    @Override
    public boolean takesTokens() {
        return takesAuthFrames;
    }

    @Override
    public CompletionStage<Authentication> authenticateToken(String token) {
        Objects.requireNonNull(token, "token");
        return CompletableFuture.completedStage(
                takesAuthFrames ? verifier.verify(token) : Authentication.refused("auth frames are not taken"));
    }

    @Override
    public String toString() {
        return "JwtAuthenticator[" + verifier + "]";
    }
}
