// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.client.ClientEvent;
import io.throughline.client.ClientGap;
import io.throughline.client.ClientListener;
import io.throughline.client.ClientState;
import io.throughline.client.FirstCursor;
import io.throughline.client.ThroughlineClient;
import io.throughline.testkit.Await;
import io.throughline.testkit.FaultProxy;
import io.throughline.testkit.ProxiedConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A client application behind a network of its own: it keeps what it was handed, and does nothing else. */
final class Application implements ClientListener, AutoCloseable {
    final String user;
    final FaultProxy network;
    private final ThroughlineClient client;
    private final List<Handed> handed = new ArrayList<>();
    private final AtomicInteger greetings = new AtomicInteger();
    private volatile long last;

    Application(String user, int port, FirstCursor first, RandomGenerator random) {
        this.user = user;
        this.network = FaultProxy.to(port);
        this.client = ThroughlineClient.builder(URI.create("ws://127.0.0.1:" + network.port() + "/ws"))
                .header("X-User", user)
                .from(first)
                .backoff(Duration.ofMillis(10), Duration.ofMillis(200))
                .connectTimeout(Duration.ofSeconds(5))
                .random(random)
                .build(this);
    }

    Application connect() {
        client.connect();
        return this;
    }

    @Override
    public void onEvent(ClientEvent event) {
        add(Handed.of(event));
    }

    @Override
    public void onGap(ClientGap gap) {
        add(Handed.of(gap));
    }

    private void add(Handed next) {
        synchronized (handed) {
            handed.add(next);
        }
        last = next.to();
    }

    @Override
    public void onState(ClientState state) {
        if (state == ClientState.OPEN) {
            greetings.incrementAndGet();
        }
    }

    List<Handed> handed() {
        synchronized (handed) {
            return List.copyOf(handed);
        }
    }

    int greetings() {
        return greetings.get();
    }

    void awaitGreetings(int count) {
        Await.until(() -> this + " to be greeted " + count + " times", () -> greetings.get() >= count);
    }

    void awaitHanded(long seq) {
        Await.until(() -> this + " to be handed " + seq, () -> last >= seq);
    }

    /** Waits until it is connected, so that a fault has something to happen to. */
    ProxiedConnection awaitConnection() {
        Await.until(() -> this + " to be connected", () -> connection().isPresent());
        return connection().orElseGet(this::awaitConnection);
    }

    private Optional<ProxiedConnection> connection() {
        List<ProxiedConnection> open = network.openConnections();
        return open.isEmpty() || client.state() != ClientState.OPEN
                ? Optional.empty()
                : Optional.of(open.get(open.size() - 1));
    }

    /** Ends all that was done to its network but what has ended. */
    void heal() {
        network.connections().forEach(ProxiedConnection::resume);
        network.accept();
    }

    @Override
    public void close() {
        client.close();
        network.close();
    }

    @Override
    public String toString() {
        return "an application of " + user + " (" + client.state() + ", at " + last + ", greeted " + greetings + ")";
    }
}
