// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ClientSocket;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.core.internal.hub.AuthLease;
import io.throughline.core.internal.hub.AuthenticationCheck;
import io.throughline.core.internal.hub.HubCore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from the open socket on: it is authenticated by its handshake or by its first frame, then attached.
 *
 * <p>What it sends before is held within bounds. Only the first to end the wait for an {@code auth} frame counts: the frame,
 * the deadline, or the end of the socket.
 */
public final class PendingClient implements ClientChannel {
    private static final Logger LOG = LoggerFactory.getLogger(PendingClient.class);
    private static final CloseReason TOO_EARLY = new CloseReason(1008, "too many messages before hello");

    private final HubCore hub;
    private final AuthenticationCheck check;
    private final ClientSocket socket;
    private final ConnectOptions options;
    private final InboundGate inbound;
    private final AtomicBoolean awaitsToken = new AtomicBoolean();
    private volatile Runnable forgetDeadline = () -> {};

    /**
     * @param options what the client asked for
     */
    public PendingClient(HubCore hub, AuthenticationCheck check, ClientSocket socket, ConnectOptions options) {
        this.hub = hub;
        this.check = check;
        this.socket = socket;
        this.options = options;
        this.inbound = new InboundGate(hub.maxInboundBytes());
    }

    /**
     * Begins to find out who the client is; called once.
     *
     * @param frameTimeout how long from now an {@code auth} frame may take, where the handshake shows no proof
     */
    public void begin(HandshakeRequest request, Duration frameTimeout) {
        long deadline = hub.clock().millis() + frameTimeout.toMillis();
        var unused = check.ofHandshake(request).thenAccept(decided -> {
            if (decided.isAbsent() && check.takesTokens()) {
                LOG.debug("a client has to send an auth frame: {}", decided.reason());
                awaitToken(deadline);
            } else {
                onDecision(decided);
            }
        });
    }

    private void awaitToken(long deadline) {
        awaitsToken.set(true);
        forgetDeadline = hub.deadlines().at(deadline, () -> {
            if (awaitsToken.compareAndSet(true, false)) {
                refuse("no auth frame came in time");
            }
        });
        inbound.open(new FirstFrame());
    }

    private void onDecision(Authentication decided) {
        UserId userId = decided.userId().orElse(null);
        if (userId == null) {
            refuse(decided.reason());
        } else if (socket.isOpen()) {
            connect(userId, new AuthLease(check, decided));
        }
    }

    private void refuse(String reason) {
        if (hub.isClosed()) {
            close(CloseReason.GOING_AWAY);
            return;
        }
        LOG.info("a client is not authenticated: {}", reason);
        hub.countRefusedAuthentication();
        close(CloseReason.UNAUTHENTICATED);
    }

    private void connect(UserId userId, AuthLease lease) {
        try {
            ClientChannel channel = hub.attach(socket.connectionOf(userId), options, lease);
            if (channel == null) {
                throw new IllegalStateException("the transport made a connection that is attached already.");
            }
            inbound.open(channel);
        } catch (ClosedException e) {
            close(CloseReason.GOING_AWAY);
        } catch (ConnectionRefusedException e) {
            LOG.info("a client of user {} is refused: {}", userId, e.getMessage());
            close(e.closeReason());
        } catch (RuntimeException e) {
            LOG.error("a client of user {} could not be attached", userId, e);
            close(CloseReason.INTERNAL);
        }
    }

    @Override
    public void onText(String text) {
        if (text.length() > hub.maxInboundBytes()) {
            hub.countTooBig();
            close(CloseReason.TOO_BIG);
        } else if (!inbound.offer(channel -> channel.onText(text), text.length())) {
            close(TOO_EARLY);
        }
    }

    @Override
    public void onBinary() {
        if (!inbound.isOpen()) {
            close(CloseReason.NO_BINARY);
        } else {
            inbound.offer(ClientChannel::onBinary, 0);
        }
    }

    @Override
    public void onActivity() {
        if (inbound.isOpen()) {
            inbound.offer(ClientChannel::onActivity, 0);
        }
    }

    /** Closes the socket for a reason that the hub does not know of. */
    private void close(CloseReason reason) {
        var unused = socket.close(reason);
        onClosed();
    }

    @Override
    public void onClosed() {
        awaitsToken.set(false);
        forgetDeadline.run();
        inbound.end();
    }

    /** Takes the frame that has to be an {@code auth} frame. */
    private final class FirstFrame implements ClientChannel {
        @Override
        public void onText(String text) {
            inbound.hold();
            if (!awaitsToken.compareAndSet(true, false)) {
                return;
            }
            forgetDeadline.run();
            @Nullable String token = AuthFrame.tokenOf(text);
            if (token == null) {
                refuse("the first frame is no auth frame");
            } else {
                var unused = check.ofToken(token).thenAccept(PendingClient.this::onDecision);
            }
        }

        @Override
        public void onBinary() {
            close(CloseReason.NO_BINARY);
        }

        @Override
        public void onClosed() {
            // nothing is attached yet
        }
    }
}
