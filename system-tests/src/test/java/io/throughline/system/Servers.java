// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.tyrus.ThroughlineServer;
import java.util.concurrent.CompletableFuture;

/** Starts real servers for tests, which believe the header {@code X-User}. */
final class Servers {
    private Servers() {}

    static ThroughlineServer start(Hub hub) {
        return ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedFuture(request.header("X-User")
                        .map(user -> Authentication.accepted(UserId.of(user)))
                        .orElseGet(() -> Authentication.refused("no X-User"))))
                .port(0)
                .build()
                .start();
    }
}
