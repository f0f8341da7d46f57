// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ClientSocket;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client from the opened session to its end: it is let in by the acceptor, listened to, forgotten. */
final class ClientSession implements ClientSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private final EndpointSettings settings;
    private final Session session;
    private final SessionWriter writer;
    private final TextAssembler texts;
    private @Nullable ClientChannel channel;
    private boolean ended;

    ClientSession(EndpointSettings settings, Session session) {
        this.settings = settings;
        this.session = session;
        this.writer = new SessionWriter(session, settings.closeTimeout());
        this.texts = new TextAssembler(settings.hub().maxInboundBytes());
    }

    void open(Handshake handshake) {
        if (handshake.refusal() != null) {
            LOG.info("a client is refused: {}", handshake.refusal().phrase());
            var unused = close(handshake.refusal());
            return;
        }
        ClientChannel accepted = settings.acceptor().accept(this, handshake.request());
        synchronized (this) {
            channel = accepted;
        }
        try {
            session.addMessageHandler(
                    String.class, (MessageHandler.Partial<String>) (part, last) -> onText(accepted, part, last));
            session.addMessageHandler(
                    ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (part, last) -> onBinary(accepted));
            session.addMessageHandler(
                    PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> accepted.onActivity());
        } catch (IllegalStateException e) {
            LOG.debug("session {} was closed before it was listened to", session.getId(), e);
            closed();
        }
        if (isEnded()) {
            accepted.onClosed();
        }
    }

    private void onText(ClientChannel accepted, String part, boolean last) {
        if (!writer.isOpen()) {
            return;
        }
        if (!last) {
            accepted.onActivity();
        }
        TextAssembler.Result result = texts.add(part, last);
        if (result.isTooBig()) {
            settings.hub().countTooBig();
            var unused = close(CloseReason.TOO_BIG);
            closed();
        } else if (result.whole() != null) {
            accepted.onText(result.whole());
        }
    }

    private void onBinary(ClientChannel accepted) {
        if (writer.isOpen()) {
            accepted.onBinary();
        }
    }

    @Override
    public boolean isOpen() {
        return writer.isOpen();
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        return writer.close(reason);
    }

    @Override
    public WebSocketConnection connectionOf(UserId userId) {
        return new SessionConnection(ConnectionId.random(), userId, session, writer);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Is told that the session is closed or broken, which may be while it is still being opened. */
    void closed() {
        ClientChannel told;
        synchronized (this) {
            ended = true;
            told = channel;
        }
        if (told != null) {
            told.onClosed();
        }
    }
}
