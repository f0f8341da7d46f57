// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who a client is; applications implement it and give it to the endpoint explicitly, it is never discovered.
 *
 * <p>Implementations are thread-safe and do not block: what takes time completes the stage later.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Looks at a handshake.
     *
     * @param request what the client sent; never null
     * @return completes with the decision; a stage that fails, or completes with null, refuses the client; never null
     */
    CompletionStage<Authentication> authenticate(HandshakeRequest request);

    /**
     * Tells whether clients may prove who they are by an {@code auth} frame: as their first, where the handshake held no
     * proof, and over the open connection, to renew it.
     *
     * @return the same at every call; false unless overridden
     */
    default boolean takesTokens() {
        return false;
    }

    /**
     * Looks at the token of an {@code auth} frame; asked only if {@link #takesTokens} answers true.
     *
     * @param token the client's word, of any form; never null
     * @return as {@link #authenticate}; refuses unless overridden; never null
     */
    default CompletionStage<Authentication> authenticateToken(String token) {
        Objects.requireNonNull(token, "token");
        return CompletableFuture.completedStage(Authentication.refused("auth frames are not taken"));
    }

    /**
     * Makes an authenticator that waits for each client's {@code auth} frame; nothing in a handshake is a proof for it.
     *
     * @param tokens judges the tokens; never null
     * @return the authenticator; never null
     */
    static Authenticator byAuthFrame(TokenAuthenticator tokens) {
        return new ByAuthFrame(Objects.requireNonNull(tokens, "tokens"));
    }

    /**
     * Asks several authenticators, one after another, until one accepts.
     *
     * <p>If none does, the client is refused where one of them refused, and otherwise shows no proof. One that fails ends
     * the asking: its failure refuses the client.
     *
     * @param authenticators one or more, in their order; never null
     * @return the authenticator that asks them; never null
     */
    static Authenticator firstOf(Authenticator... authenticators) {
        return new FirstOf(List.copyOf(Arrays.asList(FirstOf.checked(authenticators))));
    }
}
