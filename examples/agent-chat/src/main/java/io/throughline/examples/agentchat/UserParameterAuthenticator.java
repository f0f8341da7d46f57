// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.HandshakeRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Believes whoever a client says it is, in the query's {@code user}: good for trying things out, and for nothing else. */
final class UserParameterAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(UserParameterAuthenticator.class);

    UserParameterAuthenticator() {
        LOG.warn("anyone may be anyone here: ?user=… is believed without proof. This authenticator is this example's"
                + " alone; give an application one that checks a login.");
    }

    @Override
    public CompletionStage<Authentication> authenticate(HandshakeRequest request) {
        return CompletableFuture.completedFuture(request.queryParameter("user")
                .map(UserParameterAuthenticator::accept)
                .orElseGet(() -> Authentication.refused("the query has no user, add ?user=alice")));
    }

    private static Authentication accept(String user) {
        try {
            return Authentication.accepted(UserId.of(user));
        } catch (InvalidArgumentException e) {
            return Authentication.refused(String.valueOf(e.getMessage()));
        }
    }
}
