// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static io.throughline.conformance.GoldenPathChecksTest.searching;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ConnectionId;
import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.Authentication;
import io.throughline.core.Agent;
import io.throughline.core.AgentOutcome;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.testkit.Await;
import io.throughline.testkit.ReceivedFrame;
import io.throughline.tyrus.ThroughlineServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

/** The golden path once more, over a real socket: a manager, its hub behind a server, and a client of the JDK's own. */
@Tag("golden-path")
class OverTheWireChecksTest {

    /** A server over the hub of one manager. */
    private record Served(ManagerSource source, WebSocketManagerProtocol manager, Hub hub, ThroughlineServer server)
            implements AutoCloseable {
        static Served open(ManagerSubject subject) {
            ManagerSource source = subject.open();
            WebSocketManagerProtocol manager = source.create(Users.inThread(Users.ALICE, "chat"));
            Hub hub = source.hubOf(manager).orElse(null);
            if (hub == null) {
                source.close();
            }
            NotApplicable.unless(hub != null, "it has no hub for a server to attach clients to");
            ThroughlineServer server = ThroughlineServer.builder()
                    .hub(hub)
                    .authenticator(request -> CompletableFuture.completedFuture(request.queryParameter("user")
                            .map(user -> Authentication.accepted(UserId.of(user)))
                            .orElseGet(() -> Authentication.refused("no user"))))
                    .port(0)
                    .build()
                    .start();
            return new Served(source, manager, hub, server);
        }

        WireClient login(UserId user) throws Exception {
            return WireClient.connect(server.port(), user);
        }

        @Override
        public void close() {
            server.close();
            source.close();
        }
    }

    @EveryManager
    void login_to_chat_response_over_the_wire(ManagerSubject subject) throws Exception {
        try (Served served = Served.open(subject);
                ExecutionEngine engine = new ExecutionEngine(new WebSocketNotifier(served.manager()))) {
            served.hub()
                    .onClientMessage(
                            "ask",
                            message -> engine.execute(Users.inThread(message.userId(), "chat"), searching((String)
                                    message.data().get("question"))));
            try (WireClient browser = served.login(Users.ALICE)) {
                ReceivedFrame hello = browser.hello();
                assertEquals("hello", hello.type());
                assertEquals("throughline.v1", hello.field("protocol").orElseThrow());
                assertEquals("0", hello.field("seq").orElseThrow());
                browser.send("{\"type\":\"ask\",\"data\":{\"question\":\"how many?\"}}");
                List<ReceivedFrame> events = browser.awaitEvents(5);
                RunId run = RunId.of(events.get(0).field("run_id").orElseThrow());
                GoldenRun.assertComplete(events, Users.ALICE, run);
                GoldenRun.assertContiguous(events);
                assertEquals(1, events.get(0).seq().orElseThrow());
                events.forEach(
                        event -> assertEquals("chat", event.field("thread_id").orElseThrow()));
                assertEquals("thinking about: how many?", events.get(1).data().get("thought"));

                browser.send("{\"type\":\"ack\",\"seq\":5}");
                browser.send("not json");
                Await.until("an answer to nonsense", () -> browser.frames().size() >= 7);
                ReceivedFrame answer = browser.frames().get(6);
                assertEquals(
                        "error malformed_json",
                        answer.type() + " " + answer.field("code").orElseThrow());
            }
        }
    }

    @EveryManager
    void event_delivery_consistency_over_the_wire(ManagerSubject subject) throws Exception {
        int runsEach = 50;
        try (Served served = Served.open(subject);
                WebSocketManagerFactory factory = new WebSocketManagerFactory(served.hub());
                WireClient first = served.login(Users.ALICE);
                WireClient second = served.login(Users.ALICE)) {
            List<WebSocketManagerProtocol> senders = List.of(
                    served.manager(),
                    served.hub().manager(),
                    factory.createIsolatedManager(Users.inThread(Users.ALICE, "one")),
                    factory.createIsolatedManager(Users.inThread(Users.ALICE, "two")));
            Map<RunId, WebSocketManagerProtocol> runs = sendFromAll(senders, runsEach);
            List<ReceivedFrame> seen = first.awaitEvents(runs.size() * 5);
            List<ReceivedFrame> alsoSeen = second.awaitEvents(runs.size() * 5);
            assertEquals(runs.size() * 5, seen.size(), "each event once");
            GoldenRun.assertContiguous(seen);
            assertEquals(
                    seen.stream().map(ReceivedFrame::text).toList(),
                    alsoSeen.stream().map(ReceivedFrame::text).toList(),
                    "both sockets see the same in the same order");
            runs.keySet().forEach(run -> GoldenRun.assertComplete(seen, Users.ALICE, run));
        }
    }

    private static Map<RunId, WebSocketManagerProtocol> sendFromAll(
            List<WebSocketManagerProtocol> senders, int runsEach) throws Exception {
        Map<RunId, WebSocketManagerProtocol> runs = new LinkedHashMap<>();
        ExecutorService executor = Executors.newFixedThreadPool(senders.size());
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (WebSocketManagerProtocol sender : senders) {
                List<RunId> own = new ArrayList<>();
                for (int i = 0; i < runsEach; i++) {
                    own.add(RunId.random());
                    runs.put(own.get(i), sender);
                }
                sending.add(executor.submit(() -> {
                    for (RunId run : own) {
                        GoldenRun.send(sender, Users.ALICE, run);
                    }
                    return null;
                }));
            }
            for (Future<?> sender : sending) {
                sender.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        return runs;
    }

    @EveryManager
    void multi_user_isolation_over_the_wire(ManagerSubject subject) throws Exception {
        List<UserId> users = new ArrayList<>(Users.confusable());
        users.add(Users.ALICE);
        Map<UserId, WireClient> clients = new LinkedHashMap<>();
        try (Served served = Served.open(subject)) {
            for (UserId user : users) {
                clients.put(user, served.login(user));
            }
            RunId run = RunId.of("run");
            GoldenRun.send(served.manager(), Users.ALICE, run);
            GoldenRun.assertComplete(clients.get(Users.ALICE).awaitEvents(5), Users.ALICE, run);
            assertEquals(
                    Set.of(ConnectionId.of(clients.get(Users.ALICE)
                            .hello()
                            .field("connection_id")
                            .orElseThrow())),
                    served.manager().getUserConnections(Users.ALICE));
            for (UserId user : Users.confusable()) {
                WebSocketManagerProtocol manager = managerOf(subject, served, user);
                GoldenRun.send(manager, user, run);
                GoldenRun.assertComplete(clients.get(user).awaitEvents(5), user, run);
            }
            for (UserId user : users) {
                assertEquals(5, clients.get(user).events().size(), () -> user + " sees its own events alone");
            }
        } finally {
            clients.values().forEach(WireClient::close);
        }
    }

    /** A manager of the same kind for another user; where kinds do not share a hub, the hub's own. */
    private static WebSocketManagerProtocol managerOf(ManagerSubject subject, Served served, UserId user) {
        if (!subject.isBoundToUser()) {
            return served.manager();
        }
        return served.source().sharesHub()
                ? served.source().create(user)
                : served.hub().manager();
    }

    @EveryManager
    void agent_execution_pipeline(ManagerSubject subject) throws Exception {
        try (Served served = Served.open(subject);
                WireClient browser = served.login(Users.ALICE)) {
            WebSocketNotifier notifier = new WebSocketNotifier(served.manager());
            try (ExecutionEngine engine = new ExecutionEngine(notifier)) {
                AgentOutcome good = execute(engine, searching("how many?"));
                List<ReceivedFrame> events = browser.awaitEvents(5);
                GoldenRun.assertComplete(events, Users.ALICE, good.runId());
                assertEquals(Map.of("answer", 42), good.result());
                assertTrue(served.hub().eventValidator().isGoldenPathComplete(Users.ALICE, good.runId()));

                AgentOutcome bad = execute(engine, Agent.of("broken", run -> {
                    run.thinking("this goes wrong");
                    throw new IllegalStateException("secret detail");
                }));
                assertTrue(bad.failure().isPresent());
                List<ReceivedFrame> failed = browser.awaitEvents(8).subList(5, 8);
                assertEquals(
                        List.of("agent_started", "agent_thinking", "agent_failed"),
                        failed.stream().map(ReceivedFrame::type).toList());
                assertTrue(failed.stream().noneMatch(event -> event.text().contains("secret detail")));

                assertTrue(execute(engine, searching("and now?")).failure().isEmpty(), "the next run is not harmed");
                GoldenRun.assertContiguous(browser.awaitEvents(13));
                assertEquals(13, notifier.acceptedCount());
                assertEquals(0, notifier.failedCount());
            }
        }
    }

    private static AgentOutcome execute(ExecutionEngine engine, Agent agent) throws Exception {
        return engine.execute(Users.inThread(Users.ALICE, "chat"), agent)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
