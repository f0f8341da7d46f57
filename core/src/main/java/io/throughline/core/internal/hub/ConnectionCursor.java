// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.EncodedMessage;
import io.throughline.api.ErrorIds;
import io.throughline.api.MessageBatch;
import io.throughline.api.ThreadId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.Gap;
import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogItem;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.fault.Fatal;
import io.throughline.core.internal.json.FrameEncoder;
import io.throughline.core.internal.receipt.Client;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's place in its user's log, and what moves it towards the head.
 *
 * <p>It holds no queue of events: what the connection has not got stands in the log, however far it is behind. What a slow
 * connection does hold is the batch in flight ({@link #MAX_BATCH_BYTES} of events, or one larger event) and the direct
 * messages that wait or are part of that batch, each no more than {@link DirectMessages} allows.
 */
final class ConnectionCursor {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCursor.class);
    private static final int MAX_BATCH_ENTRIES = 64;
    private static final int MAX_BATCH_BYTES = 64 * 1024;

    private final WebSocketConnection connection;
    private final User user;
    private final FrameEncoder encoder;
    private final InstantSource clock;
    private final Counters counters;
    private final Instant connectedAt;
    private final DirectMessages direct = new DirectMessages();
    private final SingleWriter writer;
    private final Listeners listeners;
    private final @Nullable String clientId;
    private final Liveness liveness;
    private final AtomicBoolean told = new AtomicBoolean();

    /** Moved by the owner of the drain alone; others may read it. */
    private volatile long nextSeq;

    private volatile String epoch = "";
    private final AtomicLong acknowledged = new AtomicLong();

    private volatile @Nullable ThreadId threadId;
    private volatile long lastWriteMillis;
    private volatile int batchBytes;
    private volatile boolean heartbeatDue;
    private volatile boolean detached;

    /** Set under the user's lock while this is attached, before anything is delivered. */
    private volatile @Nullable Client client;

    /** Not done while a write of one that was removed is in flight on the same socket. */
    private volatile CompletableFuture<?> predecessor = CompletableFuture.completedFuture(null);

    private volatile @Nullable CloseReason endReason;

    ConnectionCursor(
            WebSocketConnection connection,
            User user,
            @Nullable String clientId,
            FrameEncoder encoder,
            HubSettings settings,
            Counters counters,
            Listeners listeners,
            Consumer<ConnectionCursor> onBroken) {
        this.connection = connection;
        this.user = user;
        this.clientId = clientId;
        this.listeners = listeners;
        this.encoder = encoder;
        this.clock = settings.clock();
        this.counters = counters;
        this.connectedAt = settings.clock().instant();
        this.lastWriteMillis = connectedAt.toEpochMilli();
        this.liveness = new Liveness(settings.connection(), lastWriteMillis);
        this.threadId = connection.initialThreadId().orElse(null);
        this.writer = new SingleWriter(connection, this::nextBatch, settings.executor(), failure -> {
            if (!detached) {
                counters.count(Counter.WRITES_FAILED);
                LOG.info(
                        ErrorIds.WRITE_FAILED.describe("writing to connection {} failed, so it is removed: {}"),
                        connection.id(),
                        failure.toString());
                onBroken.accept(this);
            }
        });
    }

    /** Enters this connection's client, unless it has left already; called once, under the user's lock. */
    void enterClient(StartPosition start) {
        nextSeq = start.nextSeq();
        epoch = start.head().epoch();
        if (!detached) {
            client = user.clients.attach(clientId, start.nextSeq(), start.goesOn());
        }
    }

    /** Answers the epoch of the log, once the connection was greeted. */
    String epoch() {
        return epoch;
    }

    /** Takes this connection's client out; called under the user's lock. */
    void leaveClient() {
        Client left = client;
        if (left != null) {
            client = null;
            user.clients.detach(left, clock.millis());
        }
    }

    /** Notes what the client says that it has handled; answers false if that was known. */
    boolean acknowledge(long seq) {
        Client acknowledging = client;
        return acknowledging != null && user.clients.acknowledge(acknowledging, seq);
    }

    /** Says what has to end before this may write; until then it counts as a write in flight. */
    void follow(CompletableFuture<?> end) {
        predecessor = end;
    }

    /** Begins to deliver: first the given frames, then the log from the given place; called once. */
    void start(long firstSeq, List<EncodedMessage> greeting) {
        nextSeq = firstSeq;
        acknowledged.set(firstSeq - 1);
        direct.addFirst(greeting);
        writer.open();
    }

    WebSocketConnection connection() {
        return connection;
    }

    User user() {
        return user;
    }

    ConnectionInfo info() {
        return ConnectionInfo.builder(connection.id(), connection.userId(), connectedAt)
                .threadId(threadId)
                .clientId(clientId)
                .build();
    }

    void label(ThreadId thread) {
        threadId = thread;
    }

    /** Says that there may be something to deliver. */
    void signal() {
        writer.signal();
    }

    /** Sends a frame that has no place in the log; answers false when too many wait already. */
    boolean sendDirect(EncodedMessage message) {
        boolean taken = !detached && direct.add(message);
        if (taken) {
            signal();
        }
        return taken;
    }

    /** Asks for a heartbeat if nothing was written for the interval; whatever else is to be written stands for it. */
    void heartbeatIfSilent(long intervalMillis) {
        long lastMillis = lastWriteMillis;
        long nowMillis = clock.millis();
        boolean clockWasSetBack = nowMillis < lastMillis;
        if (clockWasSetBack || nowMillis - lastMillis >= intervalMillis) {
            heartbeatDue = true;
            signal();
        }
    }

    /** Answers where signs of life are noted. */
    Liveness liveness() {
        return liveness;
    }

    /** Answers why the connection is to be closed, if its client says or takes nothing for too long; asks it before. */
    @Nullable
    CloseReason lookAfter(long nowMillis) {
        CompletableFuture<?> former = predecessor;
        Object inFlight = former.isDone() ? writer.writeInFlight() : former;
        CloseReason reason = liveness.look(nowMillis, inFlight);
        if (reason == null && inFlight == null && liveness.beginPing(nowMillis)) {
            ping();
        }
        return reason;
    }

    private void ping() {
        try {
            connection.ping().whenComplete((sent, failure) -> {
                boolean isOut = failure == null && sent;
                liveness.pingEnded(isOut);
                if (isOut) {
                    counters.count(Counter.PINGS_SENT);
                }
            });
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.debug("sending a ping to connection {} failed", connection.id(), e);
            liveness.pingEnded(false);
        }
    }

    /** Counts the bytes that wait for the client outside the log: what is being written, and direct messages. */
    long pendingBytes() {
        return direct.bytes() + (writer.writeInFlight() == null ? 0 : batchBytes);
    }

    /** Tells whether a number is that of an event that this connection was sent, or of none yet. */
    boolean wasSent(Number seq) {
        return (seq instanceof Integer || seq instanceof Long) && seq.longValue() >= 0 && seq.longValue() < nextSeq;
    }

    /** Moves the mark of this connection alone up to an event; answers whether it was before it. */
    boolean advanceAcknowledged(long seq) {
        return acknowledged.getAndUpdate(before -> Math.max(before, seq)) < seq;
    }

    /** Tells whether the client has handled everything up to an event, and no other frame waits for it. */
    boolean hasAll(long head) {
        return acknowledged.get() >= head && direct.isEmpty();
    }

    /** Answers true once: to whoever comes first of the one who attached this and the one who detached it. */
    boolean isFirstToTell() {
        return told.compareAndSet(false, true);
    }

    boolean isDetached() {
        return detached;
    }

    /** Answers why the server ended this, or null. */
    @Nullable
    CloseReason endReason() {
        return endReason;
    }

    /** Ends delivery; a write in flight ends by itself. */
    void detach(@Nullable CloseReason reason) {
        endReason = reason;
        detached = true;
        direct.clear();
        writer.end();
    }

    /** Completes when this was detached and its last write is no longer in flight. */
    CompletableFuture<@Nullable Void> ended() {
        return writer.ended();
    }

    /** Closes the connection; completes, never exceptionally, when that has begun. */
    CompletableFuture<@Nullable Void> close(CloseReason reason) {
        CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        try {
            connection.close(reason).whenComplete((done, failure) -> begun.complete(null));
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.debug("closing connection {} failed", connection.id(), e);
            begun.complete(null);
        }
        return begun;
    }

    private @Nullable MessageBatch nextBatch() {
        if (detached) {
            return null;
        }
        List<EncodedMessage> messages = direct.takeAll();
        for (LogItem item : read()) {
            if (item instanceof LogEntry entry) {
                messages.add(entry.message());
                nextSeq = entry.seq() + 1;
            } else if (item instanceof LogGap gap) {
                messages.add(encoder.evicted(gap));
                nextSeq = gap.to() + 1;
                onGap(gap);
            }
        }
        if (messages.isEmpty() && heartbeatDue) {
            messages.add(encoder.heartbeat());
            counters.count(Counter.HEARTBEATS_SENT);
        }
        heartbeatDue = false;
        if (messages.isEmpty()) {
            return null;
        }
        lastWriteMillis = clock.millis();
        batchBytes = size(messages);
        counters.count(Counter.FRAMES_SENT, messages.size());
        return MessageBatch.of(messages);
    }

    private static int size(List<EncodedMessage> messages) {
        int size = 0;
        for (EncodedMessage message : messages) {
            size += message.size();
        }
        return size;
    }

    private void onGap(LogGap missed) {
        counters.count(Counter.GAPS_SENT);
        Client missing = client;
        if (missing != null) {
            user.clients.miss(missing, missed.from(), missed.to());
        }
        Gap gap = Gap.of(missed.from(), missed.to(), "evicted", missed.lifecycleLost());
        listeners.tell(listener -> listener.onGap(info(), gap));
    }

    private List<LogItem> read() {
        user.lock.lock();
        try {
            return user.freed ? List.of() : user.log.read(nextSeq, MAX_BATCH_ENTRIES, MAX_BATCH_BYTES);
        } finally {
            user.lock.unlock();
        }
    }
}
