// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

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
}
