// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server on this machine, and does to their connections what networks do.
 *
 * <p>Clients connect to {@link #port} on loopback; each of their connections is a {@link ProxiedConnection}. Nothing is
 * done to them unless the test says so. The port stays the proxy's until it is closed, also while it refuses connections.
 * Has one daemon thread. Thread-safe; waiting is done with {@link Await} on the counts.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final ProxyLoop loop;
    private final SocketChannel reservation;
    private final int port;
    private final Set<ProxiedConnection> live = new LinkedHashSet<>();
    private final Map<ProxiedConnection.Ending, Long> endings = new EnumMap<>(ProxiedConnection.Ending.class);
    private InetSocketAddress target;
    private Consumer<ProxiedConnection> plan = connection -> {};
    private @Nullable ServerSocketChannel listener;
    private @Nullable ProxiedConnection newest;
    private long accepted;
    private boolean closed;

    private FaultProxy(InetSocketAddress target) {
        this.target = target;
        try {
            // Bound but not listening, for as long as the proxy lives: nobody else gets the port while it refuses.
            reservation = SocketChannel.open();
            reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = ((InetSocketAddress) reservation.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("a proxy gets no port on loopback", e);
        }
        loop = new ProxyLoop("throughline-fault-proxy-" + port);
        accept();
    }

    /**
     * Opens a proxy in front of a server on loopback.
     *
     * @param port where the server listens, or will listen
     * @return the proxy, which accepts connections already; never null
     */
    public static FaultProxy to(int port) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Opens a proxy in front of a server.
     *
     * @param target where the server listens, or will listen; resolved; never null
     * @return the proxy, which accepts connections already; never null
     */
    public static FaultProxy to(InetSocketAddress target) {
        return new FaultProxy(resolved(target));
    }

    /**
     * Answers where clients connect to, on loopback.
     *
     * @return the same port for the proxy's whole life
     */
    public int port() {
        return port;
    }

    /**
     * Sends connections to another server from now on; those that exist stay with theirs.
     *
     * @param target where the other server listens, or will listen; resolved; never null
     */
    public void retarget(InetSocketAddress target) {
        InetSocketAddress checked = resolved(target);
        synchronized (loop) {
            this.target = checked;
        }
    }

    /**
     * Sends connections to another server on loopback from now on; those that exist stay with theirs.
     *
     * @param port where the other server listens, or will listen
     */
    public void retarget(int port) {
        retarget(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Refuses new connections, as a server that is down does; those that exist stay. */
    public void refuse() {
        synchronized (loop) {
            if (listener != null) {
                close(listener);
                listener = null;
            }
        }
        loop.settle();
    }

    /**
     * Accepts new connections again after {@link #refuse}.
     *
     * @throws IllegalStateException if the proxy is closed
     */
    public void accept() {
        synchronized (loop) {
            if (closed) {
                throw new IllegalStateException("the proxy is closed");
            }
            if (listener != null) {
                return;
            }
            try {
                ServerSocketChannel opened = ServerSocketChannel.open();
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
                loop.register(opened, SelectionKey.OP_ACCEPT, key -> acceptAll(opened));
                listener = opened;
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy cannot listen on its port " + port, e);
            }
        }
    }

    /**
     * Does something to every connection that is not closed, and to each new one before anything flows through it.
     *
     * @param plan what to do, short and not waiting; takes the place of an earlier one; never null
     */
    public void everyConnection(Consumer<ProxiedConnection> plan) {
        Objects.requireNonNull(plan, "plan");
        synchronized (loop) {
            this.plan = plan;
            connections().forEach(plan);
        }
    }

    /**
     * Answers the connections of which a socket is open, half-open ones included.
     *
     * @return an unmodifiable snapshot, oldest first; never null
     */
    public List<ProxiedConnection> connections() {
        synchronized (loop) {
            return List.copyOf(live);
        }
    }

    /**
     * Answers the connections whose both sides are open.
     *
     * @return an unmodifiable snapshot, oldest first; never null
     */
    public List<ProxiedConnection> openConnections() {
        return connections().stream().filter(ProxiedConnection::isOpen).toList();
    }

    /**
     * Waits until a connection has been accepted and has reached the server.
     *
     * @param number which, from 1; the newest if more have come
     * @return the newest connection; never null
     * @throws AssertionError if it does not come in 30 seconds
     */
    public ProxiedConnection awaitConnection(long number) {
        Await.until(() -> "connection " + number + "; there were " + accepted(), () -> {
            synchronized (loop) {
                return accepted >= number && newest != null && newest.isOpen();
            }
        });
        synchronized (loop) {
            return Objects.requireNonNull(newest);
        }
    }

    /**
     * Counts the connections that were ever accepted.
     *
     * @return 0 or more
     */
    public long accepted() {
        synchronized (loop) {
            return accepted;
        }
    }

    /**
     * Counts the connections that have ended.
     *
     * @param by who ended them first; never null
     * @return 0 or more
     */
    public long ended(ProxiedConnection.Ending by) {
        Objects.requireNonNull(by, "by");
        synchronized (loop) {
            return endings.getOrDefault(by, 0L);
        }
    }

    /** Resets all connections, gives the port back and ends the thread; a second call changes nothing. */
    @Override
    public void close() {
        synchronized (loop) {
            if (closed) {
                return;
            }
            closed = true;
            refuse();
            new ArrayList<>(live).forEach(ProxiedConnection::reset);
            close(reservation);
        }
        loop.stop();
    }

    @Override
    public String toString() {
        return "FaultProxy[port " + port + "]";
    }

    void countEnd(ProxiedConnection.Ending by) {
        endings.merge(by, 1L, Long::sum);
    }

    void forget(ProxiedConnection connection) {
        live.remove(connection);
    }

    private void acceptAll(ServerSocketChannel from) {
        try {
            for (SocketChannel client = from.accept(); client != null; client = from.accept()) {
                ProxiedConnection connection =
                        new ProxiedConnection(this, loop, ++accepted, client, SocketChannel.open());
                live.add(connection);
                newest = connection;
                plan.accept(connection);
                connection.start(target);
            }
        } catch (IOException e) {
            // The client has hung up already, or the proxy refuses by now.
        }
    }

    private void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // it is as closed as it can be
        }
        loop.wake();
    }

    private static InetSocketAddress resolved(InetSocketAddress target) {
        Objects.requireNonNull(target, "target");
        if (target.isUnresolved()) {
            throw new IllegalArgumentException("the target " + target + " has no address. Give a resolved one.");
        }
        return target;
    }
}
