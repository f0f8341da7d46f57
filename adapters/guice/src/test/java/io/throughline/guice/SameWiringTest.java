// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.throughline.api.RunId;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.UserIsolationException;
import io.throughline.core.Agent;
import io.throughline.core.AgentRun;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketEventValidator;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the system is put together, it behaves the same. */
class SameWiringTest {
    private static final UserExecutionContext CONTEXT = UserExecutionContext.builder(UserId.of("alice"))
            .threadId(ThreadId.of("thread-1"))
            .build();
    private static final RunId RUN = RunId.of("run-1");

    record Wiring(
            String name,
            WebSocketManager manager,
            WebSocketManagerFactory factory,
            ExecutionEngine engine,
            WebSocketEventValidator validator) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wiring> wirings() {
        return Stream.of(plain(), built(), injected());
    }

    private static Wiring plain() {
        WebSocketManager manager = new WebSocketManager();
        return wiring("plain", manager, new WebSocketManagerFactory(manager.hub()));
    }

    private static Wiring built() {
        Hub hub = Hub.builder().build();
        WebSocketManager manager = WebSocketManager.builder().hub(hub).build();
        return wiring("builder", manager, new WebSocketManagerFactory(hub));
    }

    private static Wiring wiring(String name, WebSocketManager manager, WebSocketManagerFactory factory) {
        ExecutionEngine engine = new ExecutionEngine(new WebSocketNotifier(manager));
        return new Wiring(name, manager, factory, engine, manager.hub().eventValidator());
    }

    private static Wiring injected() {
        Injector injector = Guice.createInjector(new ThroughlineModule());
        return new Wiring(
                "guice",
                injector.getInstance(WebSocketManager.class),
                injector.getInstance(WebSocketManagerFactory.class),
                injector.getInstance(ExecutionEngine.class),
                injector.getInstance(WebSocketEventValidator.class));
    }

    @ParameterizedTest
    @MethodSource("wirings")
    void an_agent_and_a_view_reach_the_same_connection_in_one_order(Wiring wiring) {
        InMemoryConnection connection = InMemoryConnection.open(CONTEXT.userId());
        InMemoryConnection stranger = InMemoryConnection.open(UserId.of("bob"));
        wiring.manager().addConnection(connection);
        wiring.manager().addConnection(stranger);
        WebSocketManager view = wiring.factory().createIsolatedManager(CONTEXT);

        wiring.engine()
                .execute(CONTEXT.toBuilder().runId(RUN).build(), Agent.of("researcher", SameWiringTest::work))
                .toCompletableFuture()
                .join();
        view.sendMessage(CONTEXT.userId(), Map.of("text", "done"));

        assertEquals(
                List.of(
                        "1 agent_started thread-1",
                        "2 agent_thinking thread-1",
                        "3 tool_executing thread-1",
                        "4 tool_completed thread-1",
                        "5 agent_completed thread-1",
                        "6 message thread-1"),
                describe(connection));
        assertEquals(List.of(), describe(stranger));
        assertTrue(wiring.validator().isGoldenPathComplete(CONTEXT.userId(), RUN));
        assertEquals(1, view.getConnectionCount());
        assertEquals(2, wiring.factory().getActiveConnectionsCount());
        assertEquals(view, wiring.factory().getManagerByUser(CONTEXT.userId()).orElseThrow());
        assertThrows(UserIsolationException.class, () -> view.disconnectUser(stranger.userId()));
        assertEquals(wiring.manager().capabilities(), view.capabilities());
    }

    private static Map<String, Object> work(AgentRun run) {
        run.thinking("about the sea");
        run.startTool("search", Map.of("query", "sea")).completed(Map.of("hits", 3));
        return Map.of("answer", "blue");
    }

    private static List<String> describe(InMemoryConnection connection) {
        List<String> events = new ArrayList<>();
        for (ReceivedFrame event : connection.events()) {
            events.add(event.seq().orElseThrow() + " " + event.type() + " "
                    + event.fields().get("thread_id"));
        }
        return events;
    }
}
