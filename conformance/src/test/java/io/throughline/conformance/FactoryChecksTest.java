// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClosedException;
import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("factory")
class FactoryChecksTest {

    @Once
    void only_one_websocket_factory_exists() {
        Set<String> factories = new TreeSet<>();
        Set<String> makers = new TreeSet<>();
        for (Class<?> type : CodeBase.publicTypes()) {
            if (type.getSimpleName().matches(".*(WebSocket|Manager|Connection).*Factory")) {
                factories.add(type.getName());
            }
            for (Method method : CodeBase.publicMethodsOf(type)) {
                if (WebSocketManagerProtocol.class.isAssignableFrom(method.getReturnType())
                        && Arrays.asList(method.getParameterTypes()).contains(UserExecutionContext.class)
                        && !method.isAnnotationPresent(Deprecated.class)) {
                    makers.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertEquals(Set.of(WebSocketManagerFactory.class.getName()), factories);
        assertEquals(
                Set.of("WebSocketManager.fromUserContext", "WebSocketManagerFactory.createIsolatedManager"), makers);
    }

    @EveryManager
    void factory_creates_consistent_managers(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open();
                WebSocketManagerFactory factory = new WebSocketManagerFactory()) {
            WebSocketManagerProtocol one = source.create(Users.ALICE);
            WebSocketManagerProtocol other = source.create(Users.ALICE);
            WebSocketManager isolated = factory.createIsolatedManager(UserExecutionContext.of(Users.ALICE));
            assertSame(one.getClass(), other.getClass());
            assertNotSame(one, other);
            assertEquals(one.capabilities(), other.capabilities());
            List<String> shape = shapeOfRun(one);
            assertEquals(shape, shapeOfRun(other), "the same as its sibling");
            assertEquals(shape, shapeOfRun(isolated), "the same as the factory's");
        }
    }

    /** What a client sees of a run, without what differs by nature. */
    private static List<String> shapeOfRun(WebSocketManagerProtocol manager) throws Exception {
        InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
        assertTrue(manager.addConnection(connection));
        RunId run = RunId.random();
        GoldenRun.send(manager, Users.ALICE, run);
        List<ReceivedFrame> events = GoldenRun.awaitEvents(connection, 5);
        GoldenRun.assertComplete(events, Users.ALICE, run);
        assertTrue(manager.removeConnection(connection.id()));
        return events.stream()
                .map(event ->
                        event.type() + event.fields().keySet() + event.data().keySet())
                .toList();
    }

    @Once
    void legacy_factory_methods_deprecated() {
        List<String> old = new ArrayList<>();
        for (Class<?> type : CodeBase.oldNames()) {
            List<Executable> makers = new ArrayList<>(List.of(type.getConstructors()));
            CodeBase.publicMethodsOf(type).stream()
                    .filter(method -> Modifier.isStatic(method.getModifiers()))
                    .filter(method -> WebSocketManagerProtocol.class.isAssignableFrom(method.getReturnType()))
                    .forEach(makers::add);
            for (Executable maker : makers) {
                Deprecated deprecated = maker.getAnnotation(Deprecated.class);
                assertNotNull(deprecated, () -> maker + " is not deprecated");
                assertTrue(deprecated.forRemoval(), () -> maker + " is not deprecated for removal");
                assertFalse(deprecated.since().isBlank(), () -> maker + " does not say since when");
                old.add(maker.getName());
            }
        }
        assertTrue(old.contains("getWebSocketManager"), () -> "old ways to a manager: " + old);
        assertTrue(
                old.contains("io.throughline.compat.UnifiedWebSocketManager"), () -> "old ways to a manager: " + old);
        for (Method canonical : CodeBase.publicMethodsOf(WebSocketManagerFactory.class)) {
            assertFalse(canonical.isAnnotationPresent(Deprecated.class), canonical::toString);
        }
    }

    @EveryManager
    void factory_instance_isolation(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol alices = source.create(Users.ALICE);
            WebSocketManagerProtocol bobs = source.create(Users.BOB);
            InMemoryConnection alice = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection bob = InMemoryConnection.open(Users.BOB);
            alices.addConnection(alice);
            bobs.addConnection(bob);
            assertEquals(1, alices.getConnectionCount(), "a manager counts what it sees");
            assertEquals(1, bobs.getConnectionCount(), "a manager counts what it sees");
            assertEquals(Optional.empty(), alices.getConnectionInfo(bob.id()));
            assertEquals(Optional.empty(), bobs.getConnectionIdByWebSocket(alice.webSocket()));
            assertFalse(alices.removeConnection(bob.id()));

            RunId run = RunId.random();
            GoldenRun.send(alices, Users.ALICE, run);
            GoldenRun.assertComplete(GoldenRun.awaitEvents(alice, 5), Users.ALICE, run);
            assertEquals(List.of(), bob.events());

            alices.close();
            assertThrows(ClosedException.class, alices::getConnectionCount);
            GoldenRun.send(bobs, Users.BOB, run);
            GoldenRun.assertComplete(GoldenRun.awaitEvents(bob, 5), Users.BOB, run);
            assertEquals(5, alice.events().size());
        }
    }

    @Once
    void factory_interface_consistency() throws Exception {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> factory = WebSocketManagerFactory.class;
        lookup.findVirtual(
                factory,
                "createIsolatedManager",
                MethodType.methodType(WebSocketManager.class, UserExecutionContext.class));
        lookup.findVirtual(
                factory, "cleanupManager", MethodType.methodType(boolean.class, WebSocketManagerProtocol.class));
        lookup.findVirtual(factory, "getManagerByUser", MethodType.methodType(Optional.class, UserId.class));
        lookup.findVirtual(factory, "getActiveConnectionsCount", MethodType.methodType(int.class));
        lookup.findConstructor(factory, MethodType.methodType(void.class));
        lookup.findConstructor(factory, MethodType.methodType(void.class, Hub.class));
        assertEquals(
                "java.util.Optional<io.throughline.core.WebSocketManager>",
                factory.getMethod("getManagerByUser", UserId.class)
                        .getGenericReturnType()
                        .getTypeName());
        Set<String> names =
                CodeBase.publicMethodsOf(factory).stream().map(Method::getName).collect(Collectors.toSet());
        assertEquals(names.size(), CodeBase.publicMethodsOf(factory).size(), "no name has two signatures");

        try (WebSocketManagerFactory made = new WebSocketManagerFactory()) {
            WebSocketManager first = made.createIsolatedManager(UserExecutionContext.of(Users.ALICE));
            WebSocketManager second = made.createIsolatedManager(UserExecutionContext.of(Users.ALICE));
            assertSame(second, made.getManagerByUser(Users.ALICE).orElseThrow(), "the newest live one");
            assertEquals(List.of(first, second), made.getManagersByUser(Users.ALICE));
            assertEquals(Optional.empty(), made.getManagerByUser(Users.BOB));
            assertEquals(0, made.getActiveConnectionsCount());
            InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
            first.addConnection(connection);
            assertEquals(1, made.getActiveConnectionsCount());
            assertTrue(made.cleanupManager(second));
            assertFalse(made.cleanupManager(second), "cleaned up already");
            assertSame(first, made.getManagerByUser(Users.ALICE).orElseThrow());
            assertTrue(connection.isOpen(), "cleaning up a manager ends no connection");
            assertEquals(1, made.getActiveConnectionsCount());
        }
    }

    @EveryManager
    void factory_error_handling_consistency(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol stranger = source.create(Users.ALICE);
            WebSocketManagerFactory factory = new WebSocketManagerFactory();
            try (factory) {
                assertThrows(NullPointerException.class, () -> factory.createIsolatedManager(null));
                assertThrows(NullPointerException.class, () -> factory.cleanupManager(null));
                assertThrows(NullPointerException.class, () -> factory.getManagerByUser(null));
                assertFalse(factory.cleanupManager(stranger), "a manager that this factory did not make");
                RunId run = RunId.random();
                InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
                stranger.addConnection(connection);
                GoldenRun.send(stranger, Users.ALICE, run);
                GoldenRun.assertComplete(GoldenRun.awaitEvents(connection, 5), Users.ALICE, run);
            }
            factory.close();
            assertThrows(
                    ClosedException.class, () -> factory.createIsolatedManager(UserExecutionContext.of(Users.ALICE)));
            assertThrows(ClosedException.class, () -> factory.getManagerByUser(Users.ALICE));
            assertThrows(ClosedException.class, factory::getActiveConnectionsCount);
            if (source.sharesHub()) {
                source.hubOf(stranger).orElseThrow().close();
                assertThrows(ClosedException.class, stranger::getConnectionCount, "its hub is closed");
            }
        }
    }

    @EveryManager
    void factory_performance_requirements(ManagerSubject subject) {
        NotApplicable.unless(!subject.isMadeOnce(), "it is made once, together with its whole application");
        int creations = 1_000;
        try (ManagerSource source = subject.open()) {
            Set<WebSocketManagerProtocol> made = new HashSet<>();
            List<UserId> users = Users.many(creations);
            long started = System.nanoTime();
            for (UserId user : users) {
                made.add(source.create(user));
            }
            double meanMillis = (System.nanoTime() - started) / 1e6 / creations;
            assertEquals(creations, made.size(), "creations that succeeded");
            assertTrue(meanMillis < 10, "a creation took " + meanMillis + " ms on average");
        }
    }
}
