// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.OptionalBinder;
import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.Agent;
import io.throughline.core.DrainOptions;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.testkit.InMemoryConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private static final UserExecutionContext ALICE = UserExecutionContext.of(UserId.of("alice"));
    private static final Agent AGENT = Agent.of("idle", run -> Map.of());

    @Test
    void it_closes_engine_factory_and_hub() {
        Injector injector = Guice.createInjector(new ThroughlineModule());
        Hub hub = injector.getInstance(Hub.class);
        WebSocketManagerFactory factory = injector.getInstance(WebSocketManagerFactory.class);
        ExecutionEngine engine = injector.getInstance(ExecutionEngine.class);
        InMemoryConnection connection = InMemoryConnection.open(ALICE.userId());
        hub.manager().addConnection(connection);
        ThroughlineShutdown shutdown = injector.getInstance(ThroughlineShutdown.class);

        shutdown.close();
        shutdown.close();

        assertEquals(CloseReason.GOING_AWAY, connection.closeReason().orElseThrow());
        assertThrows(ClosedException.class, () -> hub.manager().getConnectionCount());
        assertThrows(ClosedException.class, () -> factory.createIsolatedManager(ALICE));
        assertThrows(ClosedException.class, () -> engine.execute(ALICE, AGENT));
    }

    @Test
    void it_drains_the_hub_before_it_closes_it() {
        Injector injector = Guice.createInjector(new ThroughlineModule());
        Hub hub = injector.getInstance(Hub.class);
        InMemoryConnection connection = InMemoryConnection.open(ALICE.userId());
        hub.manager().addConnection(connection);
        ThroughlineShutdown shutdown = injector.getInstance(ThroughlineShutdown.class);
        DrainOptions options =
                DrainOptions.builder().batches(1, Duration.ofMillis(10)).build();

        assertEquals(1, shutdown.drainAndClose(options).orElseThrow().connectionsClosed());

        assertEquals(CloseReason.RESTART, connection.closeReason().orElseThrow());
        assertThrows(ClosedException.class, () -> hub.manager().getConnectionCount());
        assertEquals(Optional.empty(), shutdown.drainAndClose(options), "there is nothing left to drain");
    }

    @Test
    void what_is_injected_after_it_is_closed_already() {
        Injector injector = Guice.createInjector(new ThroughlineModule());

        injector.getInstance(ThroughlineShutdown.class).close();

        ExecutionEngine engine = injector.getInstance(ExecutionEngine.class);
        assertThrows(ClosedException.class, () -> engine.execute(ALICE, AGENT));
    }

    @Test
    void what_the_application_bound_is_left_to_the_application() {
        Hub hub = Hub.create();
        ExecutionEngine engine = new ExecutionEngine(new WebSocketNotifier(new WebSocketManager()));
        Injector injector = Guice.createInjector(new ThroughlineModule(), binder -> {
            OptionalBinder.newOptionalBinder(binder, Hub.class).setBinding().toInstance(hub);
            OptionalBinder.newOptionalBinder(binder, ExecutionEngine.class)
                    .setBinding()
                    .toInstance(engine);
        });
        WebSocketManagerFactory factory = injector.getInstance(WebSocketManagerFactory.class);

        injector.getInstance(ThroughlineShutdown.class).close();

        assertEquals(0, hub.manager().getConnectionCount());
        engine.execute(ALICE, AGENT).toCompletableFuture().join();
        assertThrows(ClosedException.class, () -> factory.createIsolatedManager(ALICE));
        engine.close();
    }
}
