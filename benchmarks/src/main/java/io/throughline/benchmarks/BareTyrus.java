// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glassfish.tyrus.server.Server;

/** Tyrus as it comes, on Grizzly: what an application that sends through {@code getAsyncRemote} has. */
final class BareTyrus implements AutoCloseable {
    private static final List<Session> SESSIONS = new CopyOnWriteArrayList<>();

    private final Server server;

    BareTyrus() {
        SESSIONS.clear();
        server = new Server("127.0.0.1", 0, "/", null, Config.class);
        try {
            server.start();
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    int connections() {
        return SESSIONS.size();
    }

    /** Sends to one connection, and waits for nothing. */
    void send(int index, String text) {
        SESSIONS.get(index).getAsyncRemote().sendText(text, result -> {});
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Deploys {@link Sessions}; made by Tyrus. */
    public static final class Config implements ServerApplicationConfig {
        /** Called by Tyrus. */
        public Config() {}

        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
            return Set.of(
                    ServerEndpointConfig.Builder.create(Sessions.class, "/ws").build());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
            return Set.of();
        }
    }

    /** Keeps the sessions; made by Tyrus. */
    public static final class Sessions extends Endpoint {
        /** Called by Tyrus. */
        public Sessions() {}

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            SESSIONS.add(session);
        }
    }
}
