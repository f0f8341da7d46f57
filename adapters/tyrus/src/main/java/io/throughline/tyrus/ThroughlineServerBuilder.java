// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.ServerException;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.ThroughlineEndpoint;
import io.throughline.jakarta.endpoint.TrustedProxies;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link ThroughlineServer}; to be used by one thread. */
public final class ThroughlineServerBuilder {
    private @Nullable Hub hub;
    private @Nullable Authenticator authenticator;
    private String host = "127.0.0.1";
    private int port = 8080;
    private String webSocketPath = "/ws";
    private OriginPolicy origins = OriginPolicy.sameOrigin();
    private TrustedProxies proxies = TrustedProxies.none();
    private @Nullable SSLContext tls;
    private StaticPages pages = StaticPages.NONE;
    private final Map<String, RouteHandler> routes = new LinkedHashMap<>();
    private Duration authenticationTimeout = Duration.ofSeconds(10);
    private Duration authFrameTimeout = Duration.ofSeconds(5);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration httpIdleTimeout = Duration.ofSeconds(30);

    ThroughlineServerBuilder() {}

    /**
     * Sets the hub to which clients are attached; the server does not close it.
     *
     * @param hub the hub; never null; required
     * @return this builder
     */
    public ThroughlineServerBuilder hub(Hub hub) {
        this.hub = Objects.requireNonNull(hub, "hub");
        return this;
    }

    /**
     * Sets who decides who a client is.
     *
     * @param authenticator the authenticator; never null; required, for there is no default that lets anybody in
     * @return this builder
     */
    public ThroughlineServerBuilder authenticator(Authenticator authenticator) {
        this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
        return this;
    }

    /**
     * Sets the address to listen at, and no other.
     *
     * @param host a name or an address of this machine; {@code 127.0.0.1} unless set, which other machines cannot reach;
     *     never null
     * @return this builder
     */
    public ThroughlineServerBuilder host(String host) {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw invalid("the host is blank. Set a name or an address of this machine.");
        }
        this.host = host;
        return this;
    }

    /**
     * Sets the port to listen at.
     *
     * @param port 0 to 65,535, where 0 chooses a free one; 8080 unless set
     * @return this builder
     */
    public ThroughlineServerBuilder port(int port) {
        if (port < 0 || port > 65_535) {
            throw invalid("port " + port + " is not between 0 and 65535.");
        }
        this.port = port;
        return this;
    }

    /**
     * Sets where clients connect.
     *
     * @param path such as {@code /ws}, which it is unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder webSocketPath(String path) {
        this.webSocketPath = checkedPath(path);
        return this;
    }

    /**
     * Sets which pages may connect; those of other origins are refused with 403.
     *
     * @param origins pages of the server itself unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder origins(OriginPolicy origins) {
        this.origins = Objects.requireNonNull(origins, "origins");
        return this;
    }

    /**
     * Sets the reverse proxies that are believed about the address that a client asked for; see {@link TrustedProxies}.
     *
     * <p>Without it, pages of the server itself are known by the header {@code Host} alone, so a proxy must pass that on.
     *
     * @param addresses IP addresses and ranges, such as {@code 127.0.0.1} and {@code 10.0.0.0/8}; none unless set; never
     *     null
     * @return this builder
     * @throws InvalidArgumentException if one of them is neither
     */
    public ThroughlineServerBuilder trustedProxies(String... addresses) {
        this.proxies = TrustedProxies.of(addresses);
        return this;
    }

    /**
     * Serves by TLS alone: {@code https} and {@code wss}.
     *
     * @param context with the server's certificate and key; which versions and ciphers are offered is the JDK's choice, and
     *     the application's by the context; never null
     * @return this builder
     */
    public ThroughlineServerBuilder tls(SSLContext context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Serves the files of a folder; files and folders whose names begin with a dot, and links that lead out of the
     * folder, are not served.
     *
     * @param folder the folder, whose {@code index.html} is the page at {@code /}; never null
     * @return this builder
     * @throws ServerException if there is no such folder
     */
    public ThroughlineServerBuilder staticPages(Path folder) {
        this.pages = FolderPages.of(Objects.requireNonNull(folder, "folder"));
        return this;
    }

    /**
     * Serves resources of the class path.
     *
     * @param location a folder with an {@code index.html}, such as {@code web}; on the module path one that is no package,
     *     such as {@code META-INF/web}, or a package that its module opens; never null
     * @param loader where the resources are; never null
     * @return this builder
     * @throws ServerException if there is no {@code index.html} at the location
     */
    public ThroughlineServerBuilder staticPages(String location, ClassLoader loader) {
        Objects.requireNonNull(location, "location");
        this.pages = ClassPathPages.of(location, Objects.requireNonNull(loader, "loader"));
        return this;
    }

    /**
     * Answers GET and HEAD at one path by a handler, which comes before a static page of that path.
     *
     * @param path the whole path, such as {@code /health}; never null
     * @param handler called on a thread of the server; never null
     * @return this builder
     * @throws InvalidArgumentException if the path has a handler already
     */
    public ThroughlineServerBuilder route(String path, RouteHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (routes.putIfAbsent(checkedPath(path), handler) != null) {
            throw invalid("the path " + path + " has a handler already. Register one handler a path.");
        }
        return this;
    }

    /**
     * Sets how long the authenticator may take; a client of whom nothing is known by then is closed with 4401.
     *
     * @param timeout more than zero; 10 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder authenticationTimeout(Duration timeout) {
        this.authenticationTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Sets how long a client whose handshake shows no proof may take for its {@code auth} frame, where the authenticator
     * takes tokens; then it is closed with 4401.
     *
     * @param timeout one millisecond or more; 5 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder authFrameTimeout(Duration timeout) {
        this.authFrameTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Sets how long closing waits for a message that a client does not take.
     *
     * @param timeout more than zero; 5 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder closeTimeout(Duration timeout) {
        this.closeTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Sets after how long an idle HTTP connection is closed; WebSockets may be idle for ever.
     *
     * <p>Also how long a client may take for the head of a request, from the opened connection or the response before: what
     * it sends of the head meanwhile does not prolong the time, so clients that send a byte now and then are dropped too.
     *
     * @param timeout one second or more; 30 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineServerBuilder httpIdleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > Integer.MAX_VALUE) {
            throw invalid("httpIdleTimeout is " + timeout + ". Set one second or more.");
        }
        this.httpIdleTimeout = timeout;
        return this;
    }

    /**
     * Makes the server, which does not listen yet.
     *
     * @return the server; never null
     * @throws ServerException if there is no authenticator
     * @throws InvalidArgumentException if there is no hub, a timeout is not more than zero, or a route stands
     *     at the path of the WebSocket
     */
    public ThroughlineServer build() {
        if (authenticator == null) {
            throw new ServerException(
                    ErrorIds.NO_AUTHENTICATOR,
                    "the server has no authenticator, so nobody could tell whose events a client may see. Give it one"
                            + " with authenticator(…).");
        }
        if (hub == null) {
            throw invalid("the server has no hub. Give it one with hub(…).");
        }
        if (routes.containsKey(webSocketPath)) {
            throw invalid("the path " + webSocketPath + " is both a route and the WebSocket's. Move one of them.");
        }
        ServerEndpointConfig endpoint = ThroughlineEndpoint.config(webSocketPath)
                .hub(hub)
                .authenticator(authenticator)
                .origins(OriginPolicy.any())
                .admittedBefore()
                .authenticationTimeout(authenticationTimeout)
                .authFrameTimeout(authFrameTimeout)
                .closeTimeout(closeTimeout)
                .build();
        return new ThroughlineServer(
                new ServerSettings(
                        hub, host, port, webSocketPath, origins, proxies, tls, (int) httpIdleTimeout.toSeconds()),
                endpoint,
                new HttpSite(routes, pages, proxies));
    }

    private static String checkedPath(String path) {
        Objects.requireNonNull(path, "path");
        if (!path.matches("/[A-Za-z0-9._~/-]*")) {
            throw invalid("\"" + path + "\" is no path. Begin with a slash; use letters, digits and . _ ~ - only.");
        }
        return path;
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
    }
}
