// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.Deployer;
import io.throughline.jakarta.endpoint.wire.Deployment;

/** The stand-alone server at a free port. */
record ServerDeployment(ThroughlineServer server) implements Deployment {
    static ServerDeployment of(Hub hub, Authenticator authenticator) {
        return new ServerDeployment(ThroughlineServer.builder()
                .hub(hub)
                .authenticator(authenticator)
                .port(0)
                .closeTimeout(Deployer.CLOSE_TIMEOUT)
                .build()
                .start());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public boolean refusesBeforeUpgrade() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}
