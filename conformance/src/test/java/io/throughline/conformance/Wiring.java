// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.core.Agent;
import io.throughline.core.AgentOutcome;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketEventValidator;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.guice.ThroughlineModule;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The whole system, put together in one of the ways there are. */
record Wiring(
        String name,
        Hub hub,
        WebSocketManager manager,
        WebSocketManagerFactory factory,
        WebSocketEventValidator validator,
        WebSocketNotifier notifier,
        ExecutionEngine engine) {

    static Wiring plain() {
        WebSocketManager manager = new WebSocketManager();
        return of("plain", manager.hub(), manager);
    }

    static Wiring built() {
        Hub hub = Hub.builder().build();
        return of("built", hub, WebSocketManager.builder().hub(hub).build());
    }

    private static Wiring of(String name, Hub hub, WebSocketManager manager) {
        WebSocketNotifier notifier = new WebSocketNotifier(manager);
        return new Wiring(
                name,
                hub,
                manager,
                new WebSocketManagerFactory(hub),
                hub.eventValidator(),
                notifier,
                new ExecutionEngine(notifier));
    }

    static Wiring injected() {
        Injector injector = Guice.createInjector(new ThroughlineModule());
        return new Wiring(
                "injected",
                injector.getInstance(Hub.class),
                injector.getInstance(WebSocketManager.class),
                injector.getInstance(WebSocketManagerFactory.class),
                injector.getInstance(WebSocketEventValidator.class),
                injector.getInstance(WebSocketNotifier.class),
                injector.getInstance(ExecutionEngine.class));
    }

    /** Uses every part, checks that they belong together, and says what a client saw. */
    List<String> describe() throws Exception {
        assertSame(hub, manager.hub());
        assertSame(hub, factory.hub());
        assertSame(validator, hub.eventValidator());
        InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
        assertTrue(manager.addConnection(connection));
        UserExecutionContext context = Users.inThread(Users.ALICE, "thread");
        AgentOutcome outcome =
                engine.execute(context, agent()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        RunId run = RunId.random();
        GoldenRun.send(factory.createIsolatedManager(context), Users.ALICE, run);
        List<ReceivedFrame> events = GoldenRun.awaitEvents(connection, 10);

        List<String> seen = new ArrayList<>();
        seen.add("manager " + manager.getClass() + " " + new TreeSet<>(capabilityNames()));
        seen.add("bound " + manager.userContext().isPresent() + ", connections " + factory.getActiveConnectionsCount());
        seen.add("accepted " + notifier.acceptedCount() + ", failed " + notifier.failedCount());
        seen.add("complete " + validator.isGoldenPathComplete(Users.ALICE, outcome.runId()) + " "
                + validator.isGoldenPathComplete(Users.ALICE, run));
        for (ReceivedFrame event : events) {
            seen.add(event.seq().orElseThrow() + " " + event.type() + " "
                    + event.fields().keySet() + " " + event.data().keySet());
        }
        return seen;
    }

    private List<String> capabilityNames() {
        return manager.capabilities().stream().map(Object::toString).toList();
    }

    private static Agent agent() {
        return Agent.of("assistant", run -> {
            run.thinking("about it");
            run.startTool("search", Map.of("query", "q")).completed(Map.of("hits", 3));
            return Map.of("answer", 42);
        });
    }

    void close() {
        engine.close();
        factory.close();
        hub.close();
    }
}
