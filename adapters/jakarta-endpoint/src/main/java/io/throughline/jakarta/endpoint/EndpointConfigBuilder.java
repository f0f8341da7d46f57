// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.ServerException;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.ConnectionAcceptor;
import io.throughline.core.Hub;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the settings of an endpoint; to be used by one thread. */
public final class EndpointConfigBuilder {
    private final String path;
    private @Nullable Hub hub;
    private @Nullable Authenticator authenticator;
    private OriginPolicy origins = OriginPolicy.sameOrigin();
    private final ConnectionAcceptor.Builder acceptor = ConnectionAcceptor.builder();
    private Duration closeTimeout = Duration.ofSeconds(5);
    private boolean asksForAdmission = true;

    EndpointConfigBuilder(String path) {
        this.path = Objects.requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw invalid("the path \"" + path + "\" does not begin with a slash. Write it such as \"/ws\".");
        }
    }

    /**
     * Sets the hub to which clients are attached; its bound of inbound messages holds here too.
     *
     * @param hub the hub; never null; required
     * @return this builder
     */
    public EndpointConfigBuilder hub(Hub hub) {
        this.hub = Objects.requireNonNull(hub, "hub");
        return this;
    }

    /**
     * Sets who decides who a client is.
     *
     * @param authenticator the authenticator; never null; required, for there is no default that lets anybody in
     * @return this builder
     */
    public EndpointConfigBuilder authenticator(Authenticator authenticator) {
        this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
        return this;
    }

    /**
     * Sets which pages may connect; those of other origins are closed with 4403.
     *
     * <p>Jakarta WebSocket does not say who the peer is, so no proxy's headers are read. Behind one that changes {@code
     * Host}, use {@link OriginPolicy#publicOrigin}.
     *
     * @param origins pages of the server itself unless set; never null
     * @return this builder
     */
    public EndpointConfigBuilder origins(OriginPolicy origins) {
        this.origins = Objects.requireNonNull(origins, "origins");
        return this;
    }

    /**
     * Sets how long the authenticator may take; a client of whom nothing is known by then is closed with 4401.
     *
     * @param timeout one millisecond or more; 10 seconds unless set; never null
     * @return this builder
     */
    public EndpointConfigBuilder authenticationTimeout(Duration timeout) {
        acceptor.authenticationTimeout(timeout);
        return this;
    }

    /**
     * Sets how long a client whose handshake shows no proof may take for its {@code auth} frame, where the authenticator
     * takes tokens; then it is closed with 4401.
     *
     * @param timeout one millisecond or more; 5 seconds unless set; never null
     * @return this builder
     */
    public EndpointConfigBuilder authFrameTimeout(Duration timeout) {
        acceptor.authFrameTimeout(timeout);
        return this;
    }

    /**
     * Sets how long closing waits for a message that is being written; then the session is closed anyhow.
     *
     * @param timeout more than zero; 5 seconds unless set; never null
     * @return this builder
     */
    public EndpointConfigBuilder closeTimeout(Duration timeout) {
        this.closeTimeout = positive("closeTimeout", timeout);
        return this;
    }

    /**
     * Says that whoever deploys the endpoint asks {@link Hub#admit} before the upgrade, so that the endpoint does not ask
     * again after it.
     *
     * @return this builder
     */
    public EndpointConfigBuilder admittedBefore() {
        this.asksForAdmission = false;
        return this;
    }

    private static Duration positive(String setting, Duration value) {
        Objects.requireNonNull(value, setting);
        if (value.isNegative() || value.isZero()) {
            throw invalid(setting + " is " + value + ". Set more than zero.");
        }
        return value;
    }

    /**
     * Makes what is given to {@code ServerContainer.addEndpoint}.
     *
     * @return the configuration, for one deployment; never null
     * @throws ServerException if there is no authenticator
     * @throws InvalidArgumentException if there is no hub
     */
    public ServerEndpointConfig build() {
        if (authenticator == null) {
            throw new ServerException(
                    ErrorIds.NO_AUTHENTICATOR,
                    "the endpoint at " + path + " has no authenticator, so nobody could tell whose events a client may"
                            + " see. Give it one with authenticator(…).");
        }
        if (hub == null) {
            throw invalid("the endpoint at " + path + " has no hub. Give it one with hub(…).");
        }
        WireConfigurator configurator = new WireConfigurator(new EndpointSettings(
                hub, acceptor.hub(hub).authenticator(authenticator).build(), origins, closeTimeout, asksForAdmission));
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(ThroughlineEndpoint.class, path)
                .subprotocols(List.of(ThroughlineEndpoint.SUBPROTOCOL))
                .configurator(configurator)
                .build();
        configurator.deployedAs(config);
        return config;
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
    }
}
