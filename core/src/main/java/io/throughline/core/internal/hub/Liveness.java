// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client that says nothing, or takes nothing, for too long.
 *
 * <p>It is looked at by the ticker alone and told by any thread. Time is counted from one look to another, never from a
 * message: nobody who sends or receives reads a clock, and a clock that jumps ahead finds everybody not yet asked. So a
 * time that is up is noticed at most two looks late and never early.
 */
final class Liveness {
    private enum Ping {
        NONE,
        BEING_SENT,
        OUT
    }

    private final long silenceMillis;
    private final long pongTimeoutMillis;
    private final long writeTimeoutMillis;
    private final AtomicReference<Ping> ping = new AtomicReference<>(Ping.NONE);

    /** Whether anything came since the last look. */
    private volatile boolean heard;

    /** Whether a message is being handled, during which the transport may read nothing. */
    private volatile boolean handling;

    private long heardMillis;
    private long pingOutMillis = -1;
    private @Nullable Object write;
    private long writeMillis;

    Liveness(ConnectionSettings settings, long nowMillis) {
        this.silenceMillis = settings.heartbeat().toMillis();
        this.pongTimeoutMillis = settings.pongTimeout().toMillis();
        this.writeTimeoutMillis = settings.writeTimeout().toMillis();
        this.heardMillis = nowMillis;
    }

    /** Is told of any sign of life. */
    void heard() {
        heard = true;
        ping.set(Ping.NONE);
    }

    /** Is told that a message came, which is now handled. */
    void beginHandling() {
        handling = true;
        heard();
    }

    /** Is told that the transport reads again. */
    void endHandling() {
        heard();
        handling = false;
    }

    /** Answers true when a ping is to be sent now; then {@link #pingEnded} is called. */
    boolean beginPing(long nowMillis) {
        return nowMillis - heardMillis >= silenceMillis && ping.compareAndSet(Ping.NONE, Ping.BEING_SENT);
    }

    /** Is told whether a ping was sent; what was heard meanwhile answers it. */
    void pingEnded(boolean sent) {
        ping.compareAndSet(Ping.BEING_SENT, sent ? Ping.OUT : Ping.NONE);
    }

    /**
     * Looks.
     *
     * @param inFlight the write that is in flight, the same object for as long as it is, or null
     * @return why the connection is to be closed, or null
     */
    @Nullable
    CloseReason look(long nowMillis, @Nullable Object inFlight) {
        if (isStalled(nowMillis, inFlight)) {
            return CloseReason.STALLED;
        }
        return isSilent(nowMillis) ? CloseReason.SILENT : null;
    }

    private boolean isStalled(long nowMillis, @Nullable Object inFlight) {
        if (inFlight == null || inFlight != write || nowMillis < writeMillis) {
            write = inFlight;
            writeMillis = nowMillis;
            return false;
        }
        return nowMillis - writeMillis >= writeTimeoutMillis;
    }

    private boolean isSilent(long nowMillis) {
        boolean isAlive = heard || handling;
        heard = false;
        if (isAlive || nowMillis < heardMillis) {
            heardMillis = nowMillis;
        }
        if (isAlive || ping.get() != Ping.OUT) {
            pingOutMillis = -1;
            return false;
        }
        if (pingOutMillis < 0 || nowMillis < pingOutMillis) {
            pingOutMillis = nowMillis;
        }
        return nowMillis - pingOutMillis >= pongTimeoutMillis;
    }
}
