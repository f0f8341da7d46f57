// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.HandshakeRequest;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client from the opened session to its end: it is authenticated, attached to the hub, listened to, forgotten. */
final class ClientSession {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final CloseReason TOO_EARLY = new CloseReason(1008, "too many messages before hello");

    private final EndpointSettings settings;
    private final Session session;
    private final SessionWriter writer;
    private final TextAssembler texts;
    private final InboundGate inbound;

    ClientSession(EndpointSettings settings, Session session) {
        this.settings = settings;
        this.session = session;
        this.writer = new SessionWriter(session, settings.closeTimeout());
        this.texts = new TextAssembler(settings.hub().maxInboundBytes());
        this.inbound = new InboundGate(settings.hub().maxInboundBytes());
    }

    void open(Handshake handshake) {
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::onText);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::onBinary);
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> onActivity());
        if (handshake.refusal() != null) {
            LOG.info("a client is refused: {}", handshake.refusal().phrase());
            close(handshake.refusal());
            return;
        }
        HandshakeRequest request = handshake.request();
        decision(request).whenComplete((decided, failure) -> onDecision(request, decided, failure));
    }

    /** Asks the authenticator, for so long as it may take. */
    private CompletionStage<Authentication> decision(HandshakeRequest request) {
        CompletableFuture<Authentication> decision = new CompletableFuture<>();
        try {
            CompletionStage<Authentication> answer = settings.authenticator().authenticate(request);
            answer.whenComplete((decided, failure) -> {
                if (failure == null) {
                    decision.complete(decided);
                } else {
                    decision.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            decision.completeExceptionally(e);
        }
        return decision.orTimeout(settings.authenticationTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onDecision(HandshakeRequest request, @Nullable Authentication decided, @Nullable Throwable failure) {
        if (failure instanceof TimeoutException) {
            LOG.warn(
                    ErrorIds.AUTHENTICATOR_FAILED.describe(
                            "the authenticator did not decide within {}, so a client is refused."),
                    settings.authenticationTimeout());
        } else if (failure != null || decided == null) {
            LOG.warn(
                    ErrorIds.AUTHENTICATOR_FAILED.describe(
                            "the authenticator failed or answered null, so a client is refused."),
                    failure);
        } else if (decided.userId().isEmpty()) {
            LOG.info("a client is not authenticated: {}", decided.reason());
        } else {
            connect(decided.userId().get(), request);
            return;
        }
        close(CloseReason.UNAUTHENTICATED);
    }

    private void connect(UserId userId, HandshakeRequest request) {
        ConnectOptions options = ConnectOptions.builder()
                .cursor(parameter(request, "cursor"))
                .clientId(parameter(request, "client_id"))
                .build();
        if (!writer.isOpen()) {
            return;
        }
        try {
            inbound.open(settings.hub()
                    .connect(new SessionConnection(ConnectionId.random(), userId, session, writer), options));
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

    private static @Nullable String parameter(HandshakeRequest request, String name) {
        Optional<String> value = request.queryParameter(name);
        return value.filter(text -> !text.isEmpty()).orElse(null);
    }

    private void onText(String part, boolean last) {
        if (!writer.isOpen()) {
            return;
        }
        if (!last) {
            onActivity();
        }
        TextAssembler.Result result = texts.add(part, last);
        if (result.isTooBig()) {
            settings.hub().countTooBig();
            close(CloseReason.TOO_BIG);
        } else if (result.whole() != null) {
            String text = result.whole();
            if (!inbound.offer(channel -> channel.onText(text), text.length())) {
                close(TOO_EARLY);
            }
        }
    }

    private void onActivity() {
        if (inbound.isOpen()) {
            inbound.offer(ClientChannel::onActivity, 0);
        }
    }

    private void onBinary(ByteBuffer part, boolean last) {
        if (!inbound.isOpen()) {
            close(CloseReason.NO_BINARY);
        } else if (writer.isOpen()) {
            inbound.offer(ClientChannel::onBinary, 0);
        }
    }

    /** Closes the session for a reason that the hub does not know of. */
    private void close(CloseReason reason) {
        writer.close(reason);
        closed();
    }

    /** Is told that the session is closed or broken. */
    void closed() {
        inbound.end();
    }
}
