// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sees no proof in any handshake, and judges the tokens of {@code auth} frames. */
record ByAuthFrame(TokenAuthenticator tokens) implements Authenticator {
    @Override
    public CompletionStage<Authentication> authenticate(HandshakeRequest request) {
        return CompletableFuture.completedStage(Authentication.absent());
    }

    @Override
    public boolean takesTokens() {
        return true;
    }

    @Override
    public CompletionStage<Authentication> authenticateToken(String token) {
        return tokens.authenticate(token);
    }

    @Override
    public String toString() {
        return "byAuthFrame";
    }
}
