// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.throughline.api.AgentEvent;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.EventType;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.core.Agent;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketEventValidator;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.testkit.InMemoryConnection;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThroughlineModuleTest {
    private static final UserId ALICE = UserId.of("alice");

    private static Injector inject(Module... more) {
        return Guice.createInjector(
                Stage.DEVELOPMENT,
                Stream.concat(Stream.of(new ThroughlineModule()), Stream.of(more))
                        .toList());
    }

    private static <T> Module instead(Class<T> type, T instance) {
        return binder ->
                OptionalBinder.newOptionalBinder(binder, type).setBinding().toInstance(instance);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"DEVELOPMENT", "PRODUCTION"})
    void everything_is_built_around_one_hub(Stage stage) {
        Injector injector = Guice.createInjector(stage, new ThroughlineModule());

        Hub hub = injector.getInstance(Hub.class);
        WebSocketManagerFactory factory = injector.getInstance(WebSocketManagerFactory.class);

        assertSame(hub, injector.getInstance(Hub.class));
        assertSame(hub.manager(), injector.getInstance(WebSocketManager.class));
        assertSame(hub.manager(), injector.getInstance(WebSocketManagerProtocol.class));
        assertSame(hub.eventValidator(), injector.getInstance(WebSocketEventValidator.class));
        assertSame(hub, factory.hub());
        assertSame(factory, injector.getInstance(WebSocketManagerFactory.class));
        assertSame(injector.getInstance(WebSocketNotifier.class), injector.getInstance(WebSocketNotifier.class));
        assertSame(injector.getInstance(ExecutionEngine.class), injector.getInstance(ExecutionEngine.class));
        injector.getInstance(ThroughlineShutdown.class).close();
    }

    @Test
    void an_agent_run_by_the_injected_engine_reaches_the_connections_of_the_injected_hub() {
        Injector injector = inject();
        InMemoryConnection connection = InMemoryConnection.open(ALICE);
        injector.getInstance(Hub.class).manager().addConnection(connection);

        injector.getInstance(ExecutionEngine.class)
                .execute(UserExecutionContext.of(ALICE), Agent.of("researcher", run -> Map.of("answer", 42)))
                .toCompletableFuture()
                .join();

        assertEquals(
                List.of("agent_started", "agent_completed"),
                connection.events().stream().map(event -> event.type()).toList());
        assertEquals(2, injector.getInstance(WebSocketNotifier.class).acceptedCount());
    }

    @Test
    void the_configurer_sets_clock_limits_and_value_mapper() {
        Instant then = Instant.parse("2026-03-01T12:00:00Z");
        record Hit(String file) {}
        HubConfigurer settings = hub -> hub.clock(InstantSource.fixed(then))
                .maxMessageBytes(1_024)
                .valueMapper(value -> value instanceof Hit hit ? hit.file() : null);
        Injector injector = inject(binder -> binder.bind(HubConfigurer.class).toInstance(settings));
        WebSocketManager manager = injector.getInstance(WebSocketManager.class);
        InMemoryConnection connection = InMemoryConnection.open(ALICE);
        manager.addConnection(connection);

        manager.sendMessage(ALICE, Map.of("hit", new Hit("README.md")));

        assertEquals("README.md", connection.events().get(0).data().get("hit"));
        assertEquals(
                then, manager.getConnectionInfo(connection.id()).orElseThrow().connectedAt());
        assertThrows(
                InvalidArgumentException.class, () -> manager.sendMessage(ALICE, Map.of("text", "x".repeat(1_024))));
    }

    @Test
    void listeners_are_told_in_the_order_of_their_binding() {
        List<String> told = new ArrayList<>();
        Injector injector = inject(binder -> {
            Multibinder<DeliveryListener> listeners = Multibinder.newSetBinder(binder, DeliveryListener.class);
            listeners.addBinding().toInstance(new Recorder("first", told));
            listeners.addBinding().toInstance(new Recorder("second", told));
        });

        injector.getInstance(WebSocketManagerFactory.class)
                .createIsolatedManager(UserExecutionContext.of(ALICE))
                .sendAgentStarted(ALICE, "researcher", RunId.of("run-1"));

        assertEquals(List.of("first agent_started", "second agent_started"), told);
    }

    private record Recorder(String name, List<String> told) implements DeliveryListener {
        @Override
        public void onEvent(UserId userId, AgentEvent event, SendResult result) {
            told.add(name + " " + event.type());
        }
    }

    @Test
    void a_handler_may_inject_what_is_built_on_the_hub() {
        Injector injector = inject(binder -> MapBinder.newMapBinder(binder, String.class, ClientMessageHandler.class)
                .addBinding("ask")
                .to(Asking.class));
        InMemoryConnection connection = InMemoryConnection.open(ALICE);
        ClientChannel channel = injector.getInstance(Hub.class).connect(connection, ConnectOptions.live());

        channel.onText("{\"type\":\"ask\",\"data\":{\"question\":\"why?\"}}");

        assertEquals(List.of(EventType.AGENT_THINKING.name()), types(connection));
        assertEquals("why?", connection.events().get(0).data().get("thought"));
    }

    private static List<String> types(InMemoryConnection connection) {
        return connection.events().stream().map(event -> event.type()).toList();
    }

    static final class Asking implements ClientMessageHandler {
        private final WebSocketManagerProtocol manager;
        private final WebSocketManagerFactory factory;

        @Inject
        Asking(WebSocketManagerProtocol manager, WebSocketManagerFactory factory) {
            this.manager = manager;
            this.factory = factory;
        }

        @Override
        public void onMessage(io.throughline.api.ClientMessage message) {
            assertEquals(1, factory.getActiveConnectionsCount());
            manager.sendAgentThinking(
                    message.userId(), String.valueOf(message.data().get("question")), RunId.random());
        }
    }

    @Test
    void the_applications_own_hub_wins() {
        Hub mine = Hub.create();

        Injector injector = inject(instead(Hub.class, mine));

        assertSame(mine, injector.getInstance(Hub.class));
        assertSame(mine.manager(), injector.getInstance(WebSocketManagerProtocol.class));
        assertSame(mine, injector.getInstance(WebSocketManagerFactory.class).hub());
        assertSame(mine.eventValidator(), injector.getInstance(WebSocketEventValidator.class));
    }

    @Test
    void the_applications_own_protocol_is_what_the_notifier_sends_through() {
        WebSocketManager legacy = new WebSocketManager();
        InMemoryConnection connection = InMemoryConnection.open(ALICE);
        legacy.addConnection(connection);
        Injector injector = inject(instead(WebSocketManagerProtocol.class, legacy));

        injector.getInstance(ExecutionEngine.class)
                .notifyEvent(
                        ALICE,
                        AgentEvent.fromMap("agent_thinking", Map.of("run_id", "run-1", "thought", "about the sea")));

        assertEquals(List.of("agent_thinking"), types(connection));
        assertNotSame(legacy, injector.getInstance(WebSocketManager.class));
    }

    @Test
    void installing_the_module_twice_is_the_same_as_once() {
        Injector injector = inject(new AbstractModule() {
            @Override
            protected void configure() {
                install(new ThroughlineModule());
            }
        });

        assertSame(
                injector.getInstance(Hub.class).manager(),
                injector.getInstance(WebSocketManagerFactory.class).hub().manager());
    }

    @Test
    void one_module_serves_several_injectors_with_a_hub_each() {
        ThroughlineModule module = new ThroughlineModule();

        Hub one = Guice.createInjector(module).getInstance(Hub.class);
        Hub other = Guice.createInjector(module).getInstance(Hub.class);

        assertNotSame(one, other);
        assertTrue(module.equals(new ThroughlineModule()) && !module.equals(null));
    }
}
