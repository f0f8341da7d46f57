// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.ServerException;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ClientSocket;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.internal.accept.PendingClient;
import io.throughline.core.internal.hub.AuthenticationCheck;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in for a transport: it finds out who they are, attaches them to the hub, and keeps watch over how long that
 * holds; a transport of any kind hands it each socket that was opened.
 *
 * <pre>{@code
 * ConnectionAcceptor acceptor = ConnectionAcceptor.builder().hub(hub).authenticator(authenticator).build();
 * ClientChannel channel = acceptor.accept(socket, request); // when a socket is open
 * channel.onText(text);                                     // when its client sends something
 * channel.onClosed();                                       // when it is closed or broken
 * }</pre>
 *
 * <p>What a client sends before it is known is held, 16 messages and the hub's bound of one message at the most; more
 * closes it with 1008. Times are those of the hub's clock, looked at ten times a second. Source: {@code docs/WIRE.md},
 * sections 1 and 3.3. Thread-safe; never blocks, provided that the authenticator does not.
 */
public final class ConnectionAcceptor {
    private final Hub hub;
    private final AuthenticationCheck check;
    private final Duration authFrameTimeout;

    private ConnectionAcceptor(Hub hub, Authenticator authenticator, Builder builder) {
        this.hub = hub;
        this.check = new AuthenticationCheck(hub.core(), authenticator, builder.authenticationTimeout);
        this.authFrameTimeout = builder.authFrameTimeout;
    }

    /**
     * Starts an acceptor.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets a client in, or closes it: with 4401 where it is not authenticated, 1001 where the hub is closed.
     *
     * @param socket the client's socket, open, and handed over once; never null
     * @param request the client's handshake; its {@code cursor} and {@code client_id} are what the client asks for; never
     *     null
     * @return where the transport puts what the client sends, whether it is known already or not; never null
     */
    public ClientChannel accept(ClientSocket socket, HandshakeRequest request) {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(request, "request");
        ConnectOptions options = ConnectOptions.builder()
                .cursor(parameter(request, "cursor"))
                .clientId(parameter(request, "client_id"))
                .build();
        PendingClient client = new PendingClient(hub.core(), check, socket, options);
        client.begin(request, authFrameTimeout);
        return client;
    }

    private static @Nullable String parameter(HandshakeRequest request, String name) {
        Optional<String> value = request.queryParameter(name);
        return value.filter(text -> !text.isEmpty()).orElse(null);
    }

    /** Collects the settings of an acceptor; to be used by one thread. */
    public static final class Builder {
        private @Nullable Hub hub;
        private @Nullable Authenticator authenticator;
        private Duration authenticationTimeout = Duration.ofSeconds(10);
        private Duration authFrameTimeout = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * Sets the hub to which clients are attached.
         *
         * @param hub the hub; never null; required
         * @return this builder
         */
        public Builder hub(Hub hub) {
            this.hub = Objects.requireNonNull(hub, "hub");
            return this;
        }

        /**
         * Sets who decides who a client is.
         *
         * @param authenticator the authenticator; never null; required, for there is no default that lets anybody in
         * @return this builder
         */
        public Builder authenticator(Authenticator authenticator) {
            this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * Sets how long the authenticator may take for one decision; then the client is refused.
         *
         * @param timeout one millisecond or more; 10 seconds unless set; never null
         * @return this builder
         */
        public Builder authenticationTimeout(Duration timeout) {
            this.authenticationTimeout = positive("authenticationTimeout", timeout);
            return this;
        }

        /**
         * Sets how long a client whose handshake shows no proof may take for its {@code auth} frame, from the moment when
         * the socket is open; then it is closed with 4401.
         *
         * @param timeout one millisecond or more; 5 seconds unless set; never null
         * @return this builder
         */
        public Builder authFrameTimeout(Duration timeout) {
            this.authFrameTimeout = positive("authFrameTimeout", timeout);
            return this;
        }

        private static Duration positive(String setting, Duration value) {
            Objects.requireNonNull(value, setting);
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw invalid(setting + " is " + value + ". Set more than zero, and one day at the most.");
            }
            return value;
        }

        /**
         * Makes the acceptor.
         *
         * @return the acceptor; never null
         * @throws ServerException if there is no authenticator
         * @throws InvalidArgumentException if there is no hub
         */
        public ConnectionAcceptor build() {
            if (authenticator == null) {
                throw new ServerException(
                        ErrorIds.NO_AUTHENTICATOR,
                        "the acceptor has no authenticator, so nobody could tell whose events a client may see. Give it"
                                + " one with authenticator(…).");
            }
            if (hub == null) {
                throw invalid("the acceptor has no hub. Give it one with hub(…).");
            }
            return new ConnectionAcceptor(hub, authenticator, this);
        }

        private static InvalidArgumentException invalid(String message) {
            return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
        }
    }
}
