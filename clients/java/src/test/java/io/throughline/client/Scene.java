// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.testkit.FaultProxy;
import io.throughline.tyrus.ThroughlineServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A real server, a proxy in front of it, and clients that come through the proxy. */
final class Scene implements AutoCloseable {
    static final UserId ALICE = UserId.of("alice");
    private static final Authenticator BY_HEADER = request -> CompletableFuture.completedFuture(request.header("X-User")
            .map(user -> Authentication.accepted(UserId.of(user)))
            .orElseGet(() -> Authentication.refused("no X-User")));

    final Hub hub;
    final ThroughlineServer server;
    final FaultProxy proxy;
    final Recorder recorder = new Recorder();
    private final List<Runnable> open = new ArrayList<>();

    Scene(Duration heartbeat) {
        this(Hub.builder().heartbeat(heartbeat).build());
    }

    Scene(Hub hub) {
        this(hub, BY_HEADER);
    }

    Scene(Hub hub, Authenticator authenticator) {
        this.hub = hub;
        this.server = server(hub, authenticator);
        this.proxy = FaultProxy.to(server.port());
    }

    private static ThroughlineServer server(Hub hub, Authenticator authenticator) {
        return ThroughlineServer.builder()
                .hub(hub)
                .authenticator(authenticator)
                .port(0)
                .build()
                .start();
    }

    /** Starts another server behind the same proxy. */
    ThroughlineServer another(Hub other) {
        ThroughlineServer second = server(other, BY_HEADER);
        open.add(second::close);
        proxy.retarget(second.port());
        return second;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + proxy.port() + "/ws");
    }

    ThroughlineClientBuilder client() {
        return ThroughlineClient.builder(uri())
                .header("X-User", "alice")
                .backoff(Duration.ofMillis(5), Duration.ofMillis(50));
    }

    ThroughlineClient connect(ThroughlineClientBuilder builder) {
        ThroughlineClient client = builder.build(recorder).connect();
        open.add(client::close);
        return client;
    }

    void send(int number) {
        var unused = hub.manager().sendMessage(ALICE, Map.of("n", number));
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
        proxy.close();
        server.close();
        hub.close();
    }
}
