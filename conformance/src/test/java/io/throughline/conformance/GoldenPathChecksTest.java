// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.UserIsolationException;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.Agent;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketNotifier;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

@Tag("golden-path")
class GoldenPathChecksTest {

    @EveryManager
    void user_login_to_chat_response_flow(ManagerSubject subject) {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.inThread(Users.ALICE, "chat"));
            Hub hub = source.hubOf(manager).orElse(null);
            NotApplicable.unless(hub != null, "clients log in to a hub, and it is a view of none");
            WebSocketNotifier notifier = new WebSocketNotifier(manager);
            try (ExecutionEngine engine = new ExecutionEngine(notifier)) {
                hub.onClientMessage(
                        "ask",
                        message -> engine.execute(Users.inThread(message.userId(), "chat"), searching((String)
                                message.data().get("question"))));
                InMemoryConnection browser = InMemoryConnection.open(Users.ALICE);
                ClientChannel channel = hub.connect(browser, ConnectOptions.live());
                ReceivedFrame hello = browser.received().get(0);
                assertEquals("hello", hello.type());
                assertEquals(browser.id().value(), hello.field("connection_id").orElseThrow());

                channel.onText("{\"type\":\"ask\",\"data\":{\"question\":\"how many?\"}}");
                List<ReceivedFrame> events = GoldenRun.awaitEvents(browser, 5);
                RunId run = RunId.of(events.get(0).field("run_id").orElseThrow());
                GoldenRun.assertComplete(events, Users.ALICE, run);
                GoldenRun.assertContiguous(events);
                events.forEach(
                        event -> assertEquals("chat", event.field("thread_id").orElseThrow()));
                assertEquals("thinking about: how many?", events.get(1).data().get("thought"));
                assertEquals(Map.of("answer", 42), events.get(4).data().get("result"));
                // The client may have an event before the listeners and the sender know.
                Await.until("golden path", () -> hub.eventValidator().isGoldenPathComplete(Users.ALICE, run));
                Await.until("5 accepted", () -> notifier.acceptedCount() == 5);
                assertEquals(0, notifier.failedCount());
            }
        }
    }

    static Agent searching(String question) {
        return Agent.of("assistant", run -> {
            run.thinking("thinking about: " + question);
            run.startTool("search", Map.of("query", question)).completed(Map.of("hits", 3));
            return Map.of("answer", 42);
        });
    }

    @EveryManager
    void websocket_event_delivery_consistency(ManagerSubject subject) throws Exception {
        int senders = 8;
        int rounds = 50;
        int runsEach = 25;
        int expected = 0;
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            InMemoryConnection first = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection second = InMemoryConnection.open(Users.ALICE);
            manager.addConnection(first);
            manager.addConnection(second);
            for (int round = 0; round < rounds; round++) {
                sendRunsFromManyThreads(manager, senders, runsEach);
                expected += senders * runsEach * 5;
                // Clients keep up, so that nothing is evicted.
                GoldenRun.awaitEvents(first, expected);
                GoldenRun.awaitEvents(second, expected);
            }
            List<ReceivedFrame> events = GoldenRun.awaitEvents(first, expected);
            assertEquals(expected, events.size(), "each event once");
            assertFalse(first.received().stream().anyMatch(frame -> frame.type().equals("gap")));
            GoldenRun.assertContiguous(events);
            assertEquals(texts(events), texts(GoldenRun.awaitEvents(second, expected)), "both see the same");
            Map<String, List<String>> typesOfRuns = events.stream()
                    .collect(Collectors.groupingBy(
                            event -> event.field("run_id").orElseThrow(),
                            Collectors.mapping(ReceivedFrame::type, Collectors.toList())));
            assertEquals(10_000, typesOfRuns.size(), "runs that a client saw");
            typesOfRuns.forEach((run, types) -> assertEquals(GoldenRun.TYPES, types, run));
        }
    }

    private static List<String> texts(List<ReceivedFrame> events) {
        return events.stream().map(ReceivedFrame::text).toList();
    }

    private static void sendRunsFromManyThreads(WebSocketManagerProtocol manager, int senders, int runsEach)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(senders);
        ExecutorService executor = Executors.newFixedThreadPool(senders);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                sending.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    for (int run = 0; run < runsEach; run++) {
                        GoldenRun.send(manager, Users.ALICE, RunId.random());
                    }
                    return null;
                }));
            }
            for (Future<?> sender : sending) {
                sender.get(120, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @EveryManager
    void multi_user_manager_isolation(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            Map<UserId, WebSocketManagerProtocol> managers = new HashMap<>();
            Map<UserId, InMemoryConnection> connections = new HashMap<>();
            WebSocketManagerProtocol ofAll = subject.isBoundToUser() ? null : source.create(Users.ALICE);
            for (UserId user : Users.confusable()) {
                managers.put(user, ofAll == null ? source.create(user) : ofAll);
                connections.put(user, InMemoryConnection.open(user));
                managers.get(user).addConnection(connections.get(user));
            }
            RunId sameRun = RunId.of("run");
            for (UserId user : Users.confusable()) {
                GoldenRun.send(managers.get(user), user, sameRun);
            }
            for (UserId user : Users.confusable()) {
                List<ReceivedFrame> events = GoldenRun.awaitEvents(connections.get(user), 5);
                assertEquals(5, events.size(), () -> user + " sees its own events alone");
                GoldenRun.assertComplete(events, user, sameRun);
                assertEquals(
                        Set.of(connections.get(user).id()), managers.get(user).getUserConnections(user));
                if (subject.isBoundToUser()) {
                    assertSeesNoOther(managers.get(user), user, connections);
                }
            }
        }
    }

    private static void assertSeesNoOther(
            WebSocketManagerProtocol manager, UserId user, Map<UserId, InMemoryConnection> connections) {
        assertEquals(1, manager.getConnectionCount());
        connections.forEach((other, connection) -> {
            if (!other.equals(user)) {
                assertTrue(manager.getConnectionInfo(connection.id()).isEmpty());
                assertTrue(manager.getConnectionIdByWebSocket(connection.webSocket())
                        .isEmpty());
                assertThrows(UserIsolationException.class, () -> manager.sendMessage(other, Map.of("to", "another")));
                assertThrows(UserIsolationException.class, () -> manager.disconnectUser(other));
            }
        });
    }

    @EveryManager
    void manager_error_recovery_consistency(ManagerSubject subject) throws Exception {
        try (ManagerSource source = subject.open()) {
            WebSocketManagerProtocol manager = source.create(Users.ALICE);
            InMemoryConnection good = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection slow = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection failing = InMemoryConnection.open(Users.ALICE);
            InMemoryConnection throwing = InMemoryConnection.open(Users.ALICE);
            for (InMemoryConnection connection : List.of(failing, good, throwing, slow)) {
                manager.addConnection(connection);
            }
            slow.pause();
            failing.failWrites(new IllegalStateException("the network is gone"));
            throwing.throwOnWrite(new IllegalStateException("the session is closed"));

            RunId run = RunId.random();
            GoldenRun.send(manager, Users.ALICE, run);
            GoldenRun.assertComplete(GoldenRun.awaitEvents(good, 5), Users.ALICE, run);
            Await.until(
                    () -> "only the good and the slow, not " + manager.getUserConnections(Users.ALICE),
                    () -> manager.getUserConnections(Users.ALICE).equals(Set.of(good.id(), slow.id())));
            assertFalse(failing.isOpen(), "a connection that fails is closed");
            assertFalse(throwing.isOpen(), "a connection that fails is closed");
            assertEquals(List.of(), slow.events());

            InMemoryConnection successor = InMemoryConnection.open(Users.ALICE);
            manager.addConnection(successor);
            slow.resume();
            RunId next = RunId.random();
            GoldenRun.send(manager, Users.ALICE, next);
            GoldenRun.assertComplete(GoldenRun.awaitEvents(successor, 5), Users.ALICE, next);
            for (InMemoryConnection survivor : List.of(good, slow)) {
                List<ReceivedFrame> events = GoldenRun.awaitEvents(survivor, 10);
                GoldenRun.assertComplete(events, Users.ALICE, run);
                GoldenRun.assertComplete(events, Users.ALICE, next);
                GoldenRun.assertContiguous(events);
            }
            assertRefusedSendChangesNothing(manager, good, next);
        }
    }

    /** A finished run takes no more; the next run is not harmed by it. */
    private static void assertRefusedSendChangesNothing(
            WebSocketManagerProtocol manager, InMemoryConnection connection, RunId finished) throws Exception {
        int before = connection.events().size();
        SendResult late = manager.sendAgentThinking(Users.ALICE, "too late", finished)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertFalse(late.isAccepted(), late::toString);
        GoldenRun.send(manager, Users.ALICE, RunId.random());
        List<ReceivedFrame> events = GoldenRun.awaitEvents(connection, before + 5);
        assertEquals(before + 5, events.size());
        GoldenRun.assertContiguous(events);
    }
}
