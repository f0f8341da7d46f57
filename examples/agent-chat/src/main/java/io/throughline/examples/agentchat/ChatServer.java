// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.core.Agent;
import io.throughline.core.DrainOptions;
import io.throughline.core.DrainReport;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketNotifier;
import io.throughline.examples.agentchat.search.DocumentIndex;
import io.throughline.tyrus.RouteResponse;
import io.throughline.tyrus.ThroughlineServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All the parts of the example, wired: hub, engine, agent, and the server with the page and the socket. */
final class ChatServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

    /** An agent of this example takes seconds; nobody who presses Ctrl+C should wait for long. */
    private static final DrainOptions DRAINING = DrainOptions.builder()
            .runLimit(Duration.ofSeconds(10))
            .acknowledgeLimit(Duration.ofSeconds(2))
            .reconnect(Duration.ofMillis(500), Duration.ofSeconds(2))
            .build();

    private static final int AGENTS_AT_ONCE = 8;
    private static final int QUESTIONS_WAITING = 200;

    private final DocumentIndex index;
    private final Hub hub;
    private final ExecutionEngine engine;
    private final ThroughlineServer server;

    private ChatServer(String host, int port, DocumentIndex index, Hub hub, Function<String, Agent> agents) {
        this.index = index;
        this.hub = hub;
        engine = new ExecutionEngine(new WebSocketNotifier(hub.manager()), agentThreads());
        hub.onClientMessage("ask", new QuestionHandler(engine, agents));
        server = ThroughlineServer.builder()
                .hub(hub)
                .authenticator(new UserParameterAuthenticator())
                .host(host)
                .port(port)
                .staticPages("META-INF/resources", ChatServer.class.getClassLoader())
                .route("/health", request -> RouteResponse.json(health()))
                .build();
    }

    private static ExecutorService agentThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                AGENTS_AT_ONCE, AGENTS_AT_ONCE, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUESTIONS_WAITING));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Serves; the index is closed with the server. */
    static ChatServer start(String host, int port, DocumentIndex index) {
        return start(host, port, index, Hub.create(), question -> new SearchAgent(index, question));
    }

    /** Serves with a hub of other settings and other agents, one for each question; hub and index are closed with it. */
    static ChatServer start(String host, int port, DocumentIndex index, Hub hub, Function<String, Agent> agents) {
        ChatServer chat = new ChatServer(host, port, index, hub, agents);
        try {
            chat.server.start();
            return chat;
        } catch (RuntimeException e) {
            chat.engine.close();
            chat.hub.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    private String health() {
        return "{\"status\":\"ok\",\"documents\":" + index.documentCount()
                + ",\"connections\":" + hub.manager().getConnectionCount()
                + ",\"golden_paths\":" + hub.eventValidator().completedRuns() + "}";
    }

    /** Moves all clients away, for as long as that may take, and then closes everything. */
    void drainAndClose() {
        try {
            DrainReport report = server.drain(DRAINING)
                    .toCompletableFuture()
                    .get(DRAINING.longest(hub.statistics().connections()).toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("all clients have been sent away: {}", report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all clients could be sent away", e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        engine.close();
        server.close();
        hub.close();
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the index could not be deleted", e);
        }
    }
}
