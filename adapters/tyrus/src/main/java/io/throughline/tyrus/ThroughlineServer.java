// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.ClosedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.ServerException;
import io.throughline.core.DrainOptions;
import io.throughline.core.DrainReport;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.ThroughlineEndpoint;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the wire protocol, version 1, with static pages and a few HTTP routes beside it, on one address and port.
 *
 * <pre>{@code
 * ThroughlineServer server = ThroughlineServer.builder()
 *         .hub(hub)
 *         .authenticator(authenticator)
 *         .port(8080)
 *         .staticPages(Path.of("web"))
 *         .route("/health", request -> RouteResponse.json("{\"status\":\"up\"}"))
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>Handshakes are refused by plain HTTP before the upgrade: malformed ones and those that offer only unknown
 * subprotocols with 400, those of pages of a foreign origin with 403, those that come too fast with 429, and all of them
 * with 503 while the hub is full or being drained. Clients that are not authenticated are accepted and
 * then closed with 4401, for browsers cannot read a refusal. A server that listens keeps the process alive until it is
 * closed. Source: {@code docs/WIRE.md}; RFC 6455. Thread-safe.
 */
public final class ThroughlineServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThroughlineServer.class);

    private final ServerSettings settings;
    private final HttpServer server = new HttpServer();
    private final NetworkListener listener;
    private final LiveSockets sockets = new LiveSockets();
    private final TyrusContainer container;
    private boolean started;
    private boolean closed;

    ThroughlineServer(ServerSettings settings, ServerEndpointConfig endpoint, HttpSite site) {
        this.settings = settings;
        this.container = new TyrusContainer(settings.hub(), sockets);
        this.listener = new NetworkListener("throughline", settings.host(), settings.port());
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        listener.getTransport()
                .setKernelThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                        .setPoolName("throughline-selector")
                        .setDaemon(false));
        HandshakeRules rules = new HandshakeRules(
                settings.webSocketPath(),
                settings.origins(),
                settings.proxies(),
                () -> settings.hub().admit(sockets.count()));
        listener.registerAddOn(new HandshakeAddOn(container, rules));
        if (settings.tls() != null) {
            listener.setSecure(true);
            listener.setSSLEngineConfig(new SSLEngineConfigurator(settings.tls(), false, false, false));
        }
        listener.getKeepAlive().setIdleTimeoutInSeconds(settings.httpIdleSeconds());
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(site);
        server.getServerConfiguration()
                .setDefaultErrorPageGenerator((request, status, reason, description, failure) -> HttpSite.page(status));
        deploy(endpoint);
    }

    private void deploy(ServerEndpointConfig endpoint) {
        try {
            container.register(endpoint);
        } catch (DeploymentException e) {
            throw new IllegalStateException("Tyrus does not take the endpoint.", e);
        }
    }

    /**
     * Starts a server's settings.
     *
     * @return a builder; never null
     */
    public static ThroughlineServerBuilder builder() {
        return new ThroughlineServerBuilder();
    }

    /**
     * Begins to listen.
     *
     * @return this server; never null
     * @throws ServerException if the address cannot be listened at
     * @throws ClosedException if the server was started or closed before
     */
    public synchronized ThroughlineServer start() {
        if (started || closed) {
            throw new ClosedException(
                    ErrorIds.ALREADY_DONE, "this server was started or closed before. Build a new one.");
        }
        started = true;
        try {
            server.start();
        } catch (IOException | UnresolvedAddressException e) {
            close();
            throw new ServerException(
                    ErrorIds.CANNOT_LISTEN,
                    "cannot listen at " + settings.host() + ":" + settings.port() + " (" + reason(e)
                            + "). Choose another port, or stop what uses this one; the host is a name or an address of"
                            + " this machine.",
                    e);
        }
        LOG.info(
                "listening at {}://{}:{}, clients connect to {} with subprotocol {}",
                settings.tls() == null ? "http" : "https",
                settings.host(),
                port(),
                settings.webSocketPath(),
                ThroughlineEndpoint.SUBPROTOCOL);
        return this;
    }

    private static String reason(Exception failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? "unknown host" : message;
    }

    /**
     * Answers where the server listens, which tells the port that was chosen when it was started with port 0.
     *
     * @return the port
     * @throws IllegalStateException if the server was not started
     */
    public int port() {
        if (!listener.isStarted()) {
            throw new IllegalStateException("the server does not listen. Start it first.");
        }
        return listener.getPort();
    }

    /**
     * Counts the sockets of clients that are connected, authenticated or not.
     *
     * @return 0 or more
     */
    public int openSockets() {
        return sockets.count();
    }

    /**
     * Moves all clients of the server's hub away before the server stops; see {@link Hub#drain}.
     *
     * <p>From the first moment on handshakes are refused with 503 and {@code Retry-After}, so that a load balancer sends
     * clients elsewhere; pages and routes are served until the server is closed. Clients of other servers that share the
     * hub are moved too.
     *
     * @param options the limits; never null
     * @return completes when all clients are gone, never exceptionally, on a thread that may not be blocked; never null
     * @throws ClosedException if the hub is closed and was not drained
     */
    public CompletionStage<DrainReport> drain(DrainOptions options) {
        return settings.hub().drain(Objects.requireNonNull(options, "options"));
    }

    /**
     * Stops to listen and closes all clients with 1001; a second call changes nothing.
     *
     * <p>Waits up to two seconds for clients to take their leave. The hub stays open, for others may use it.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener.getTransport().unbindAll();
        sockets.closeAll();
        server.shutdownNow();
        container.stop();
    }

    @Override
    public String toString() {
        return "ThroughlineServer[" + settings.host() + ":" + settings.port() + "]";
    }
}
