// SPDX-License-Identifier: Apache-2.0
package io.throughline.concurrency;

import io.throughline.api.AgentEvent;
import io.throughline.api.ConnectionId;
import io.throughline.api.EventType;
import io.throughline.api.UserId;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.internal.hub.AttachedConnection;
import io.throughline.core.internal.hub.ConnectionSettings;
import io.throughline.core.internal.hub.HubCore;
import io.throughline.core.internal.hub.HubSettings;
import io.throughline.core.internal.hub.LimitSettings;
import io.throughline.core.internal.hub.LimitSettings.Rate;
import io.throughline.core.internal.hub.LogSettings;
import io.throughline.core.internal.hub.RunSettings;
import io.throughline.core.internal.log.LogBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What several threads do to one user at once: append, attach, drain, detach.
 *
 * <p>What each is answered must be explained by some order of the calls; what each connection was sent must be a
 * contiguous run that ends, for those still attached when all is written, at the head.
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
public class HubUnderLincheck {
    private static final Rate ANY = new Rate(1_000, 1_000);
    static final UserId ALICE = UserId.of("alice");

    /** The slot whose connection completes writes on the spot: the writer then goes on in the thread of the sender. */
    static final int PROMPT = 1;

    private static final AgentEvent EVENT =
            AgentEvent.builder(EventType.MESSAGE).put("text", "x").build();
    private static final ConnectionId[] IDS = {ConnectionId.of("c0"), ConnectionId.of("c1")};

    static {
        // what the JDK initialises once is not to be initialised in the middle of a schedule
        HubUnderLincheck warm = new HubUnderLincheck();
        warm.attach(0);
        warm.append();
        warm.drain(0);
        warm.detach(0);
    }

    private final AtomicReferenceArray<HeldConnection> connections = new AtomicReferenceArray<>(IDS.length);
    private final HubCore hub = new HubCore(new HubSettings(
            10_000,
            new LogSettings(
                    new LogBounds(1_000, 1_000_000, Duration.ofDays(1), 100), 100_000_000, Duration.ofDays(1), null),
            new ConnectionSettings(1_000, Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)),
            new RunSettings(false, Duration.ofDays(1)),
            new LimitSettings(1_000, 1_000, ANY, ANY),
            () -> Instant.EPOCH,
            value -> null,
            List.of(),
            (interval, task) -> () -> {},
            Runnable::run));

    /** The newest event; judging by it, rather than by one more, finds signals that were lost. */
    private final AtomicLong head = new AtomicLong();

    @Operation
    public long append() {
        long seq = hub.send(ALICE, EVENT)
                .toCompletableFuture()
                .join()
                .position()
                .orElseThrow()
                .seq();
        head.accumulateAndGet(seq, Math::max);
        return seq;
    }

    /** Attaches a connection in a slot that never had one. */
    @Operation
    public boolean attach(@Param(name = "slot") int slot) {
        HeldConnection connection = new HeldConnection(IDS[slot]);
        if (slot == PROMPT) {
            connection.letAll();
        }
        if (!connections.compareAndSet(slot, null, connection)) {
            return false;
        }
        hub.attach(connection, ConnectOptions.live());
        return true;
    }

    /** Lets a write complete, so that this thread goes on with what is due. */
    @Operation
    public void drain(@Param(name = "slot") int slot) {
        HeldConnection connection = connections.get(slot);
        if (connection != null) {
            connection.letWrite();
        }
    }

    /** Detaches for good; what was sent is judged in the end. */
    @Operation
    public void detach(@Param(name = "slot") int slot) {
        hub.find(IDS[slot]).ifPresent(AttachedConnection::detach);
    }

    @Validate
    public void eachConnectionWasSentAContiguousRun() {
        for (int slot = 0; slot < IDS.length; slot++) {
            HeldConnection connection = connections.get(slot);
            if (connection != null) {
                connection.letAll();
                long last = connection.lastSeq();
                if (hub.find(IDS[slot]).isPresent() && last != head.get()) {
                    throw new IllegalStateException("attached, yet sent only up to " + last + " of " + head);
                }
            }
        }
    }
}
