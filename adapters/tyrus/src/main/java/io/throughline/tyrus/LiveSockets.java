// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The sockets of a server that are not closed yet. */
final class LiveSockets {
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(GuardedSocket.LINGER_SECONDS);
    private static final CloseReason GOING_AWAY = new CloseReason(CloseCodes.GOING_AWAY, "going away");

    private final Set<GuardedSocket> sockets = new HashSet<>();

    synchronized void add(GuardedSocket socket) {
        sockets.add(socket);
    }

    synchronized void remove(GuardedSocket socket) {
        sockets.remove(socket);
        notifyAll();
    }

    synchronized int count() {
        return sockets.size();
    }

    private synchronized List<GuardedSocket> snapshot() {
        return List.copyOf(sockets);
    }

    /** Closes all with 1001, and waits for a while until they are closed. */
    void closeAll() {
        snapshot().forEach(socket -> socket.close(GOING_AWAY));
        long deadline = System.nanoTime() + LEAVE_NANOS;
        try {
            awaitNone(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitNone(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (!sockets.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }
}
