// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.core.HubBuilder;
import io.throughline.tyrus.ThroughlineServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A stand-alone server whose clients are whom they say, as only a benchmark may have it. */
final class BenchServer implements AutoCloseable {
    private final Hub hub;
    private final ThroughlineServer server;

    BenchServer(HubBuilder settings) {
        Duration never = Duration.ofDays(1);
        hub = settings.heartbeat(never)
                .pongTimeout(never)
                .writeTimeout(never)
                .idleLogRetention(never)
                .build();
        server = ThroughlineServer.builder()
                .hub(hub)
                .authenticator(request -> CompletableFuture.completedStage(Authentication.accepted(
                        UserId.of(request.header("X-User").orElseThrow()))))
                .port(0)
                .build()
                .start();
    }

    Hub hub() {
        return hub;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        hub.close();
    }
}
