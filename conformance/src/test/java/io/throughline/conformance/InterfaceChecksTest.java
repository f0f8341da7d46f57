// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.Capability;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.ErrorIds;
import io.throughline.api.IdentifiedError;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserIsolationException;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.conformance.ProtocolCalls.Argument;
import io.throughline.conformance.ProtocolCalls.ProtocolCall;
import io.throughline.core.Hub;
import io.throughline.testkit.InMemoryConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("interface")
class InterfaceChecksTest {
    private static final String STAGE = "Ljava/util/concurrent/CompletionStage;";
    private static final Class<WebSocketManagerProtocol> PROTOCOL = WebSocketManagerProtocol.class;

    /** What the system is required to have, as bytes compiled long ago name it: never derived from the interface. */
    private static final List<String> REQUIRED = List.of(
            "addConnection(Lio/throughline/api/WebSocketConnection;)Z",
            "removeConnection(Lio/throughline/api/ConnectionId;)Z",
            "sendMessage(Lio/throughline/api/UserId;Ljava/util/Map;)" + STAGE,
            "sendAgentEvent(Lio/throughline/api/UserId;Lio/throughline/api/AgentEvent;)" + STAGE,
            "sendAgentEvent(Lio/throughline/api/UserId;Ljava/lang/String;Ljava/util/Map;)" + STAGE,
            "sendAgentStarted(Lio/throughline/api/UserId;Ljava/lang/String;Lio/throughline/api/RunId;)" + STAGE,
            "sendAgentThinking(Lio/throughline/api/UserId;Ljava/lang/String;Lio/throughline/api/RunId;)" + STAGE,
            "sendToolExecuting(Lio/throughline/api/UserId;Ljava/lang/String;Lio/throughline/api/RunId;)" + STAGE,
            "sendToolCompleted(Lio/throughline/api/UserId;Ljava/util/Map;Lio/throughline/api/RunId;)" + STAGE,
            "sendAgentCompleted(Lio/throughline/api/UserId;Ljava/util/Map;Lio/throughline/api/RunId;)" + STAGE,
            "getConnectionCount()I",
            "getUserConnections(Lio/throughline/api/UserId;)Ljava/util/Set;",
            "getConnectionInfo(Lio/throughline/api/ConnectionId;)Ljava/util/Optional;",
            "disconnectUser(Lio/throughline/api/UserId;)I",
            "getConnectionIdByWebSocket(Ljava/lang/Object;)Ljava/util/Optional;",
            "updateConnectionThread(Lio/throughline/api/ConnectionId;Lio/throughline/api/ThreadId;)Z",
            "capabilities()Ljava/util/Set;",
            "close()V");

    @EveryManager
    void all_managers_same_interface(ManagerSubject subject) {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            SignatureAudit audit = SignatureAudit.of(PROTOCOL, manager.getClass());
            assertEquals(List.of(), audit.missing(), "missing methods");
            Set<Class<?>> ours = interfacesOf(manager.getClass()).stream()
                    .filter(type -> type.getName().startsWith("io.throughline."))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(PROTOCOL), ours, "the one interface by which it is known");
            boolean isOldName = manager.getClass().isAnnotationPresent(Deprecated.class);
            for (Method extra : audit.extra()) {
                boolean sends = extra.getName().matches("(send|emit|broadcast|notify).*");
                assertTrue(
                        !sends || (isOldName && extra.isAnnotationPresent(Deprecated.class)),
                        () -> "a way to send beside the protocol: " + extra);
            }
        }
    }

    private static Set<Class<?>> interfacesOf(Class<?> type) {
        Set<Class<?>> all = new HashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            all.addAll(Arrays.asList(at.getInterfaces()));
        }
        return all;
    }

    @EveryManager
    void manager_method_signatures(ManagerSubject subject) {
        try (ManagerSource source = subject.open()) {
            Class<?> type = source.create(Users.ALICE).getClass();
            SignatureAudit audit = SignatureAudit.of(PROTOCOL, type);
            assertEquals(List.of(), audit.mismatched(), "methods that differ from the protocol");
            assertEquals(List.of(), audit.missing(), "missing methods");
            assertTrue(Modifier.isPublic(type.getModifiers()), "its class can be called by reflection");
        }
    }

    @EveryManager
    void required_websocket_methods_present(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            Class<?> type = source.create(Users.ALICE).getClass();
            for (String required : REQUIRED) {
                int descriptor = required.indexOf('(');
                String name = required.substring(0, descriptor);
                MethodType erased =
                        MethodType.fromMethodDescriptorString(required.substring(descriptor), type.getClassLoader());
                assertNotNull(MethodHandles.publicLookup().findVirtual(type, name, erased), required);
                assertNotNull(MethodHandles.publicLookup().findVirtual(PROTOCOL, name, erased), required);
            }
            assertEquals(
                    REQUIRED.stream().sorted().toList(),
                    Arrays.stream(PROTOCOL.getMethods())
                            .map(method -> method.getName()
                                    + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                            .toMethodDescriptorString())
                            .sorted()
                            .toList(),
                    "the protocol is what is required, no less and no more");
        }
    }

    @EveryManager
    void manager_protocol_compliance(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            InMemoryConnection first = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection second = InMemoryConnection.builder(Users.ALICE)
                    .threadId(ThreadId.of("t2"))
                    .build();
            InMemoryConnection sameId =
                    InMemoryConnection.builder(Users.ALICE).id(first.id()).build();
            InMemoryConnection sameSocket = InMemoryConnection.builder(Users.ALICE)
                    .webSocket(first.webSocket())
                    .build();

            assertEquals(0, manager.getConnectionCount());
            Set<ConnectionId> before = manager.getUserConnections(Users.ALICE);
            assertTrue(manager.addConnection(first));
            assertFalse(manager.addConnection(first), "the same connection again");
            assertThrows(InvalidArgumentException.class, () -> manager.addConnection(sameId));
            assertThrows(InvalidArgumentException.class, () -> manager.addConnection(sameSocket));
            assertTrue(manager.addConnection(second));
            assertEquals(Set.of(), before, "a snapshot does not change");
            assertEquals(
                    List.of(first.id(), second.id()),
                    new ArrayList<>(manager.getUserConnections(Users.ALICE)),
                    "in the order in which they came");
            Set<ConnectionId> snapshot = manager.getUserConnections(Users.ALICE);
            assertThrows(UnsupportedOperationException.class, () -> snapshot.remove(first.id()));
            assertEquals(2, manager.getConnectionCount());

            assertEquals(Optional.of(first.id()), manager.getConnectionIdByWebSocket(first.webSocket()));
            assertEquals(Optional.empty(), manager.getConnectionIdByWebSocket(new Object()));
            assertEquals(Optional.of(ThreadId.of("t2")), infoOf(manager, second).threadId());
            assertEquals(Users.ALICE, infoOf(manager, second).userId());
            assertTrue(manager.updateConnectionThread(second.id(), ThreadId.of("t3")));
            assertEquals(Optional.of(ThreadId.of("t3")), infoOf(manager, second).threadId());
            assertFalse(manager.updateConnectionThread(ConnectionId.random(), ThreadId.of("t3")));

            SendResult sent = manager.sendMessage(Users.ALICE, Map.of("text", "hi"))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertTrue(sent.isAccepted(), sent::toString);
            assertEquals(2, sent.connectionCount());
            assertEquals("hi", GoldenRun.awaitEvents(first, 1).get(0).data().get("text"));
            assertEquals("hi", GoldenRun.awaitEvents(second, 1).get(0).data().get("text"));
            assertHoldsTo(manager.capabilities(), sent, first);

            assertTrue(manager.removeConnection(first.id()));
            assertFalse(manager.removeConnection(first.id()), "an unknown id is no error");
            assertTrue(first.isOpen(), "removing does not close");
            assertEquals(1, manager.disconnectUser(Users.ALICE));
            assertFalse(second.isOpen(), "disconnecting closes");
            assertEquals(0, manager.disconnectUser(Users.ALICE));
            assertEquals(0, manager.getConnectionCount());
        }
    }

    private static ConnectionInfo infoOf(WebSocketManagerProtocol manager, InMemoryConnection connection) {
        return manager.getConnectionInfo(connection.id()).orElseThrow();
    }

    /** Holds a manager to what it declares. */
    private static void assertHoldsTo(Set<Capability> capabilities, SendResult sent, InMemoryConnection connection) {
        assertThrows(UnsupportedOperationException.class, () -> capabilities.add(Capability.CLUSTER));
        if (capabilities.contains(Capability.SEQUENCE)) {
            assertEquals(
                    sent.position().orElseThrow().seq(),
                    connection.events().get(0).seq().orElseThrow());
            assertEquals("hello", connection.received().get(0).type(), "the first frame");
        }
        if (capabilities.contains(Capability.EXCLUSIVE_WRITES)) {
            assertEquals(1, connection.mostWritesInFlight());
        }
    }

    @EveryManager
    void manager_error_handling_consistency(ManagerSubject subject) throws Throwable {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            InMemoryConnection witness = InMemoryConnection.open(Users.ALICE);
            manager.addConnection(witness);
            List<ProtocolCall> calls = ProtocolCalls.of(Users.ALICE, InMemoryConnection.open(Users.ALICE));
            assertEquals(
                    Set.of(PROTOCOL.getMethods()),
                    calls.stream().map(ProtocolCall::method).collect(Collectors.toSet()),
                    "every method of the protocol is called");
            for (ProtocolCall call : calls) {
                assertWrongArgumentsRefused(manager, call);
            }
            assertEquals(List.of(), witness.events(), "nothing of what was refused was sent");
            assertEquals(1, manager.getConnectionCount());
            RunId run = RunId.random();
            GoldenRun.send(manager, Users.ALICE, run);
            GoldenRun.assertComplete(GoldenRun.awaitEvents(witness, 5), Users.ALICE, run);
            if (subject.isBoundToUser()) {
                assertOtherUsersRefused(source, manager);
            }
            manager.close();
            for (ProtocolCall call : calls) {
                assertClosed(manager, call);
            }
        }
    }

    private static void assertWrongArgumentsRefused(WebSocketManagerProtocol manager, ProtocolCall call) {
        for (int i = 0; i < call.arguments().size(); i++) {
            int index = i;
            Argument argument = call.arguments().get(i);
            NullPointerException refused = assertThrows(
                    NullPointerException.class,
                    () -> call.on(manager, call.validBut(index, null)),
                    () -> call + " with null for " + argument.name());
            assertEquals(argument.name(), refused.getMessage(), () -> call + " names the parameter");
            for (Object wrong : argument.refused()) {
                IllegalArgumentException blank = assertThrows(
                        IllegalArgumentException.class,
                        () -> call.on(manager, call.validBut(index, wrong)),
                        () -> call + " with wrong " + argument.name() + " " + shortened(wrong));
                assertInstanceOf(IdentifiedError.class, blank, () -> call + " has an error id");
                assertTrue(blank.getMessage().startsWith("[TL-1"), blank::getMessage);
            }
        }
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static void assertOtherUsersRefused(ManagerSource source, WebSocketManagerProtocol alices) {
        InMemoryConnection bob = InMemoryConnection.open(Users.BOB);
        source.hubOf(alices).map(Hub::manager).ifPresent(ofAll -> ofAll.addConnection(bob));
        int refusals = 0;
        for (ProtocolCall call : ProtocolCalls.of(Users.BOB, InMemoryConnection.open(Users.BOB))) {
            if (call.arguments().stream()
                    .anyMatch(argument -> Set.of("userId", "connection").contains(argument.name()))) {
                UserIsolationException refused = assertThrows(
                        UserIsolationException.class,
                        () -> call.on(alices, call.valid()),
                        () -> call + " for another user");
                assertEquals(ErrorIds.USER_ISOLATION, refused.errorId());
                refusals++;
            }
        }
        assertEquals(11, refusals, "methods that take a user");
        assertAll(
                () -> assertEquals(Optional.empty(), alices.getConnectionInfo(bob.id())),
                () -> assertEquals(Optional.empty(), alices.getConnectionIdByWebSocket(bob.webSocket())),
                () -> assertFalse(alices.updateConnectionThread(bob.id(), ThreadId.of("mine"))),
                () -> assertFalse(alices.removeConnection(bob.id())),
                () -> assertEquals(1, alices.getConnectionCount()),
                () -> assertTrue(bob.isOpen()),
                () -> assertEquals(List.of(), bob.events()));
    }

    private static void assertClosed(WebSocketManagerProtocol manager, ProtocolCall call) throws Throwable {
        if (Set.of("capabilities", "close").contains(call.method().getName())) {
            call.on(manager, call.valid());
            return;
        }
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> call.on(manager, call.valid()), () -> call + " on a closed manager");
        assertInstanceOf(ClosedException.class, refused);
        assertTrue(refused.getMessage().startsWith("[TL-2001] "), refused::getMessage);
    }

    @EveryManager
    void manager_lifecycle_method_consistency(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
            manager.addConnection(connection);
            RunId run = RunId.random();
            GoldenRun.send(manager, Users.ALICE, run);
            closeConcurrently(manager, 8);
            assertThrows(ClosedException.class, manager::getConnectionCount);
            assertNotNull(manager.capabilities());
            assertEquals(5, connection.events().size(), "what was sent before the end arrived");
            assertEquals(
                    source.sharesHub(),
                    connection.isOpen(),
                    "connections end with a manager that owns its hub, and outlive one that shares it");
            if (source.sharesHub()) {
                WebSocketManagerProtocol successor = source.create(Users.ALICE);
                assertEquals(Set.of(connection.id()), successor.getUserConnections(Users.ALICE));
                GoldenRun.send(successor, Users.ALICE, RunId.random());
                GoldenRun.assertContiguous(GoldenRun.awaitEvents(connection, 10));
                assertEquals(1, successor.disconnectUser(Users.ALICE));
            } else {
                assertEquals(1001, connection.closeReason().orElseThrow().code());
            }
        }
    }

    private static void closeConcurrently(WebSocketManagerProtocol manager, int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> closes = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                closes.add(executor.submit(manager::close));
            }
            for (Future<?> close : closes) {
                close.get(30, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
