// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import java.util.concurrent.CompletionStage;

/**
 * Decides by a token alone who a client is; {@link Authenticator#byAuthFrame} makes an authenticator of it.
 *
 * <p>Implementations are thread-safe and do not block: what takes time completes the stage later.
 */
@FunctionalInterface
public interface TokenAuthenticator {
    /**
     * Looks at a token.
     *
     * @param token the client's word, of any form; never null
     * @return completes with the decision; a stage that fails, or completes with null, refuses the client; never null
     */
    CompletionStage<Authentication> authenticate(String token);
}
