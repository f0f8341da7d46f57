// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection through a {@link FaultProxy}, to which the test does what networks do.
 *
 * <p>When a method returns, its fault is in effect. Faults of a connection that has ended change nothing. Thread-safe; no
 * method waits for the network.
 */
public final class ProxiedConnection {
    /** Who ended a connection first. */
    public enum Ending {
        /** The client closed or reset its side. */
        CLIENT,
        /** The server closed or reset its side, or could not be reached. */
        SERVER,
        /** The test, by a fault. */
        FAULT
    }

    private static final Duration LINGER = Duration.ofSeconds(5);

    private final FaultProxy proxy;
    private final ProxyLoop loop;
    private final long number;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Pipe toServer;
    private final Pipe toClient;
    private @Nullable SelectionKey clientKey;
    private @Nullable SelectionKey serverKey;
    private boolean connected;
    private boolean clientGone;
    private boolean serverGone;
    private boolean closed;
    private @Nullable Ending ending;

    ProxiedConnection(FaultProxy proxy, ProxyLoop loop, long number, SocketChannel client, SocketChannel server) {
        this.proxy = proxy;
        this.loop = loop;
        this.number = number;
        this.client = client;
        this.server = server;
        this.toServer = new Pipe(client, server, loop, this::proceed);
        this.toClient = new Pipe(server, client, loop, this::proceed);
    }

    void start(InetSocketAddress target) {
        try {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            clientKey = loop.register(client, 0, this::ready);
            serverKey = loop.register(server, SelectionKey.OP_CONNECT, this::ready);
            if (server.connect(target)) {
                connected = true;
                update();
            }
        } catch (IOException e) {
            end(Ending.SERVER);
            abort();
        }
    }

    /**
     * Answers which of the proxy's connections this is.
     *
     * @return 1 for the first that was accepted
     */
    public long number() {
        return number;
    }

    /** Closes both sides orderly; what is under way is lost. */
    public void cut() {
        synchronized (loop) {
            if (!closed) {
                endOrderly();
            }
        }
        loop.settle();
    }

    /** Resets both sides: each sees an error in place of an orderly end. */
    public void reset() {
        synchronized (loop) {
            end(Ending.FAULT);
            abort();
        }
        loop.settle();
    }

    /**
     * Stops what flows in a direction, its end included, until {@link #resume}; neither side is told.
     *
     * @param direction which way; never null
     */
    public void stall(Direction direction) {
        Pipe pipe = pipe(direction);
        synchronized (loop) {
            pipe.stall(true);
            changed();
        }
    }

    /** Stops what flows in both directions, its end included, until {@link #resume}; neither side is told. */
    public void stall() {
        synchronized (loop) {
            stall(Direction.TO_CLIENT);
            stall(Direction.TO_SERVER);
        }
    }

    /** Ends stalls, delays and throttles; what was held up flows on in its order. */
    public void resume() {
        synchronized (loop) {
            toClient.release();
            toServer.release();
            changed();
        }
    }

    /**
     * Delays what comes from now on, in both directions.
     *
     * @param each by how much each chunk is late; zero ends the delay; never null
     */
    public void delay(Duration each) {
        if (each.isNegative()) {
            throw new IllegalArgumentException("a delay of " + each + ". Give zero or more.");
        }
        synchronized (loop) {
            toClient.delay(each.toNanos());
            toServer.delay(each.toNanos());
        }
    }

    /**
     * Lets only so much flow, in each direction.
     *
     * @param bytesPerSecond 1 or more
     */
    public void throttle(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException(bytesPerSecond + " bytes a second. Give 1 or more, or stall.");
        }
        synchronized (loop) {
            toClient.throttle(bytesPerSecond);
            toServer.throttle(bytesPerSecond);
            changed();
        }
    }

    /**
     * Takes the client away without the server knowing: the client's side ends, the server's stays open and silent. What the
     * server sends is taken and thrown away, as by a client's network that still acknowledges it.
     */
    public void vanishClient() {
        synchronized (loop) {
            if (!closed && !clientGone) {
                end(Ending.FAULT);
                clientGone = true;
                toClient.discard();
                toServer.discard();
                close(client);
                proceed();
            }
        }
        loop.settle();
    }

    /**
     * Takes the server away without the client knowing: the server's side ends, the client's stays open and silent. What the
     * client sends is taken and thrown away.
     */
    public void vanishServer() {
        synchronized (loop) {
            if (!closed && !serverGone) {
                end(Ending.FAULT);
                serverGone = true;
                toClient.discard();
                toServer.discard();
                close(server);
                proceed();
            }
        }
        loop.settle();
    }

    /**
     * {@linkplain #cut Cuts} the connection inside the payload of the next data frame of two bytes or more from the server,
     * of which the client gets the beginning; {@link #ending} tells when it is done.
     */
    public void truncateInsideFrame() {
        synchronized (loop) {
            toClient.truncateInsideData();
            changed();
        }
    }

    /**
     * Tells whether the client's side is connected to the server's.
     *
     * @return false before, and from the first end of a side on
     */
    public boolean isOpen() {
        synchronized (loop) {
            return connected && ending == null;
        }
    }

    /**
     * Tells whether no socket of this connection is open any more.
     *
     * @return false also while one side of a half-open connection is left
     */
    public boolean isClosed() {
        synchronized (loop) {
            return closed;
        }
    }

    /**
     * Answers who ended the connection first.
     *
     * @return empty while both sides are open
     */
    public Optional<Ending> ending() {
        synchronized (loop) {
            return Optional.ofNullable(ending);
        }
    }

    /**
     * Counts what has gone through in a direction.
     *
     * @param direction which way; never null
     * @return bytes, those of the handshake included
     */
    public long bytes(Direction direction) {
        synchronized (loop) {
            return pipe(direction).passed();
        }
    }

    /**
     * Counts what has been taken from its sender, and not been given on.
     *
     * @param direction which way; never null
     * @return bytes, at most about 80 KiB; 0 while stalled, when nothing is taken
     */
    public long held(Direction direction) {
        synchronized (loop) {
            return pipe(direction).held();
        }
    }

    /**
     * Counts the data frames that went to the client whole.
     *
     * @return 0 or more; control frames such as pings are not counted
     */
    public long framesToClient() {
        synchronized (loop) {
            return toClient.frames().dataFrames();
        }
    }

    /**
     * Tells whether the client has a part of a data frame, and not all of it.
     *
     * @return true between frames never
     */
    public boolean isInsideFrame() {
        synchronized (loop) {
            return toClient.frames().insideData();
        }
    }

    @Override
    public String toString() {
        return "connection " + number + " of " + proxy;
    }

    void abort() {
        synchronized (loop) {
            if (closed) {
                return;
            }
            reset(client);
            reset(server);
            over();
        }
    }

    private void endOrderly() {
        end(Ending.FAULT);
        if (!connected) {
            abort();
            return;
        }
        toClient.discard();
        toServer.discard();
        try {
            toClient.endSink();
            toServer.endSink();
        } catch (IOException e) {
            abort();
            return;
        }
        // A socket closed before it has read everything would send a reset: read on until both have hung up.
        loop.at(System.nanoTime() + LINGER.toNanos(), this::abort);
        proceed();
    }

    private Pipe pipe(Direction direction) {
        return Objects.requireNonNull(direction, "direction") == Direction.TO_CLIENT ? toClient : toServer;
    }

    private void changed() {
        synchronized (loop) {
            if (!closed && connected) {
                proceed();
            }
        }
    }

    private void ready(SelectionKey key) {
        boolean isClient = key == clientKey;
        try {
            if (key.isConnectable()) {
                connected = server.finishConnect();
            }
            if (key.isReadable()) {
                (isClient ? toServer : toClient).read();
            }
        } catch (IOException e) {
            end(isClient ? Ending.CLIENT : Ending.SERVER);
            abort();
            return;
        }
        proceed();
    }

    /** Moves on what may move, passes ends on, and says what is waited for next. */
    private void proceed() {
        if (closed || !connected) {
            return;
        }
        try {
            if (toClient.write()) {
                cut();
                return;
            }
        } catch (IOException e) {
            end(Ending.CLIENT);
            abort();
            return;
        }
        try {
            toServer.write();
        } catch (IOException e) {
            end(Ending.SERVER);
            abort();
            return;
        }
        if (toServer.sourceEnded()) {
            end(Ending.CLIENT);
        }
        if (toClient.sourceEnded()) {
            end(Ending.SERVER);
        }
        try {
            passEndsOn();
        } catch (IOException e) {
            abort();
            return;
        }
        update();
    }

    private void passEndsOn() throws IOException {
        boolean clientDone = clientGone || toServer.isDone();
        boolean serverDone = serverGone || toClient.isDone();
        if (clientDone && serverDone) {
            if (!clientGone) {
                endQuietly(toClient);
                close(client);
            }
            if (!serverGone) {
                endQuietly(toServer);
                close(server);
            }
            over();
        } else if (!clientGone && !serverGone) {
            if (clientDone) {
                toServer.endSink();
            }
            if (serverDone) {
                toClient.endSink();
            }
        }
    }

    private static void endQuietly(Pipe pipe) {
        try {
            pipe.endSink();
        } catch (IOException e) {
            // it has hung up already
        }
    }

    private void update() {
        if (closed || clientKey == null || serverKey == null) {
            return;
        }
        loop.interest(clientKey, operations(toServer, toClient));
        loop.interest(serverKey, operations(toClient, toServer));
    }

    private static int operations(Pipe from, Pipe into) {
        return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (into.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    private void end(Ending by) {
        if (ending == null) {
            ending = by;
            proxy.countEnd(by);
        }
    }

    private void over() {
        closed = true;
        proxy.forget(this);
        loop.wake();
    }

    private void reset(SocketChannel channel) {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // then it ends in the other way
        }
        close(channel);
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is as closed as it can be
        }
        loop.wake();
    }
}
