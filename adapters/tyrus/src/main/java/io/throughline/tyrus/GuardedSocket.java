// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket between Grizzly and Tyrus: what Tyrus would read without a bound is refused before it reads it, and
 * the TCP connection outlives the close frame until the client has taken it.
 *
 * <p>Tyrus closes the connection as soon as it has written its close frame; where the client is still sending, the reset
 * that this causes destroys the close frame on its way. So the end of the connection is left to the client, for
 * {@link #LINGER_SECONDS}; then it is cut, also when the client never read what was written. Source: RFC 6455, section
 * 7.1.1.
 */
final class GuardedSocket implements Connection {
    static final int LINGER_SECONDS = 2;

    private final org.glassfish.grizzly.Connection<?> tcp;
    private final Writer out;
    private final FrameGuard guard;
    private final Runnable onTooBig;
    private final LiveSockets sockets;
    private final Writer writer = new LingeringWriter();
    private volatile @Nullable Connection tyrus;
    private @Nullable CloseReason closedEarly;
    private volatile boolean closing;
    private volatile boolean clientIsDone;

    GuardedSocket(
            org.glassfish.grizzly.Connection<?> tcp,
            Writer out,
            FrameGuard guard,
            Runnable onTooBig,
            LiveSockets sockets) {
        this.onTooBig = onTooBig;
        this.tcp = tcp;
        this.out = out;
        this.guard = guard;
        this.sockets = sockets;
    }

    /** Makes the socket one of the server's, which it must be before its client can know that it is open. */
    void enter() {
        sockets.add(this);
        tcp.closeFuture().addCompletionHandler(new EmptyCompletionHandler<>() {
            @Override
            public void completed(org.glassfish.grizzly.CloseReason reason) {
                sockets.remove(GuardedSocket.this);
            }
        });
    }

    /** Is told of Tyrus's side, which ends at once if the server was closed meanwhile. */
    void guard(Connection connection) {
        CloseReason reason;
        synchronized (this) {
            tyrus = connection;
            reason = closedEarly;
        }
        if (reason != null) {
            connection.close(reason);
        }
    }

    /** What Tyrus writes to. */
    Writer writer() {
        return writer;
    }

    @Override
    public ReadHandler getReadHandler() {
        return this::read;
    }

    /** Called for one piece of the stream after another. */
    private void read(ByteBuffer data) {
        FrameGuard.Verdict verdict = guard.scan(data);
        clientIsDone |= verdict.closeFrameSeen();
        if (closing) {
            if (clientIsDone) {
                finish();
            }
            return;
        }
        ByteBuffer allowed = data.duplicate();
        allowed.limit(data.position() + verdict.allowedBytes());
        if (allowed.hasRemaining()) {
            tyrus().getReadHandler().handle(allowed.slice());
        }
        if (verdict.violation() != null && !closing) {
            if (verdict.violation().getCloseCode() == CloseCodes.TOO_BIG) {
                onTooBig.run();
            }
            close(verdict.violation());
        }
    }

    private Connection tyrus() {
        return Objects.requireNonNull(tyrus, "tyrus");
    }

    @Override
    public Writer getWriter() {
        return writer;
    }

    @Override
    public Connection.CloseListener getCloseListener() {
        return tyrus().getCloseListener();
    }

    @Override
    public void close(CloseReason reason) {
        Connection open;
        synchronized (this) {
            open = tyrus;
            if (open == null) {
                closedEarly = reason;
                return;
            }
        }
        open.close(reason);
    }

    /** Closes the TCP connection when all that was written is on its way. */
    private void finish() {
        try {
            out.close();
        } catch (IOException e) {
            tcp.terminateSilently();
        }
    }

    private void cut() {
        if (tcp.isOpen()) {
            tcp.terminateSilently();
        }
    }

    private final class LingeringWriter extends Writer {
        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
            out.write(buffer, handler);
        }

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
            out.write(buffer, handler, info);
        }

        @Override
        public void close() {
            if (closing) {
                return;
            }
            closing = true;
            CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS).execute(GuardedSocket.this::cut);
            if (clientIsDone) {
                finish();
            }
        }
    }
}
