// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;

/** What all scenarios share: a hub, a container before it, and clients. */
abstract class WireScenarios {
    static final UserId ALICE = UserId.of("alice");
    static final UserId BOB = UserId.of("bob");

    /** Believes a header, as only a test may. */
    static final Authenticator HEADER = request -> CompletableFuture.completedStage(request.header("X-User")
            .map(user -> Authentication.accepted(UserId.of(user)))
            .orElseGet(() -> Authentication.refused("no header X-User")));

    private Hub hub = Hub.create();
    private Deployment deployment;

    /** How the container under test is started. */
    protected abstract Deployer deployer();

    final void start() {
        start(HEADER);
    }

    final void start(Authenticator authenticator) {
        deployment = deployer().deploy(hub, authenticator);
    }

    final void start(Hub own) {
        start(own, HEADER);
    }

    final void start(Hub own, Authenticator authenticator) {
        hub.close();
        hub = own;
        start(authenticator);
    }

    @AfterEach
    final void stop() {
        if (deployment != null) {
            deployment.close();
        }
        hub.close();
    }

    final Hub hub() {
        return hub;
    }

    final WebSocketManager manager() {
        return hub.manager();
    }

    final boolean refusesBeforeUpgrade() {
        return deployment.refusesBeforeUpgrade();
    }

    final int port() {
        return deployment.port();
    }

    /** Connects, and waits until the server has attached the connection. */
    final WireClient connect(UserId user) {
        WireClient client = WireClient.connect(port(), user.value());
        client.first("hello");
        return client;
    }

    final void awaitConnections(UserId user, int count) {
        Await.until(
                () -> count + " connections of " + user + ", there are "
                        + manager().getUserConnections(user),
                () -> manager().getUserConnections(user).size() == count);
    }

    final void sendFive(UserId user, RunId run) {
        sendFive(manager(), user, run);
    }

    static void sendFive(WebSocketManager manager, UserId user, RunId run) {
        manager.sendAgentStarted(user, "researcher", run);
        manager.sendAgentThinking(user, "Where could that be?", run);
        manager.sendToolExecuting(user, "search", run);
        manager.sendToolCompleted(user, Map.of("tool_name", "search", "result", Map.of("hits", 3)), run);
        manager.sendAgentCompleted(user, Map.of("answer", "there"), run);
    }

    static void assertContiguous(long from, List<ReceivedFrame> events) {
        Assertions.assertEquals(
                LongStream.range(from, from + events.size()).boxed().toList(),
                events.stream().map(event -> event.seq().getAsLong()).toList());
    }

    static String json(String type, String data) {
        return "{\"type\":\"" + type + "\",\"id\":\"c-1\",\"data\":" + data + "}";
    }
}
