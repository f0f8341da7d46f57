// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.client.ClientEvent;
import io.throughline.client.ClientGap;
import io.throughline.client.ClientListener;
import io.throughline.client.FirstCursor;
import io.throughline.client.ThroughlineClient;
import io.throughline.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A client application that stays over restarts of servers, and keeps by server what it was handed. */
final class Follower implements ClientListener, AutoCloseable {
    final String user;
    private final ThroughlineClient client;
    private final List<ClientEvent> events = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final Set<String> judged = new HashSet<>();

    Follower(String user, int port) {
        this.user = user;
        this.client = ThroughlineClient.builder(URI.create("ws://127.0.0.1:" + port + "/ws"))
                .header("X-User", user)
                .from(FirstCursor.earliest())
                .backoff(Duration.ofMillis(10), Duration.ofMillis(200))
                .build(this)
                .connect();
    }

    @Override
    public void onEvent(ClientEvent event) {
        synchronized (events) {
            events.add(event);
        }
    }

    @Override
    public void onGap(ClientGap gap) {
        synchronized (events) {
            gaps.add(gap.reason());
        }
    }

    /** Answers the reasons of all gaps, in their order. */
    List<String> gaps() {
        synchronized (events) {
            return List.copyOf(gaps);
        }
    }

    /** Answers the events of runs on a server, in the order in which they came. */
    List<ClientEvent> from(ServerProcess server) {
        return ofRunsOn(server.name());
    }

    private List<ClientEvent> ofRunsOn(String server) {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.runId().orElseThrow().startsWith(server + "/"))
                    .toList();
        }
    }

    /** Lets go of the events of a server that is judged, since all of them would not fit into memory. */
    void forget(ServerProcess server) {
        synchronized (events) {
            events.removeIf(event -> event.runId().orElseThrow().startsWith(server.name() + "/"));
            judged.add(server.name());
        }
    }

    /** Answers events of servers that were judged before these came. */
    List<ClientEvent> late() {
        synchronized (events) {
            return judged.stream().flatMap(name -> ofRunsOn(name).stream()).toList();
        }
    }

    void awaitEvents(ServerProcess server, int count) {
        Await.until(
                () -> count + " events of " + server.name() + " for " + user + ", there are "
                        + from(server).size() + "; " + client.state() + "; it said " + server.said(),
                () -> from(server).size() >= count);
    }

    @Override
    public void close() {
        client.close();
    }
}
