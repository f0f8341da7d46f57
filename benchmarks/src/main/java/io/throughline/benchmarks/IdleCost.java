// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.RunId;
import io.throughline.api.UserId;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how many bytes of heap an idle user and an idle connection cost, as differences over 10,000 of each.
 *
 * <p>A connection is measured over a real socket, beside one of bare Tyrus, with its client in another process; and in the
 * hub alone. Users are measured with one event of about 250 bytes in the log, which is what makes a log.
 */
public final class IdleCost {
    private static final Logger LOG = LoggerFactory.getLogger(IdleCost.class);
    private static final int COUNT = 10_000;

    private IdleCost() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        long user = user();
        LOG.info("an idle user with one event: {} bytes", user);
        LOG.info("an idle user with a connection that costs nothing itself, in the hub: {} bytes", connected());
        LOG.info("an idle connection of a user of its own, of the stand-alone server: {} bytes", socket());
        LOG.info("an idle connection of bare Tyrus: {} bytes", bare());
    }

    private static long user() {
        try (Hub hub = Hub.builder().idleLogRetention(Duration.ofDays(1)).build()) {
            warmUp(hub);
            long before = Heap.usedAfterCollection();
            for (int i = 0; i < COUNT; i++) {
                hub.manager()
                        .sendAgentCompleted(UserId.of("user-" + i), Map.of("filler", "x".repeat(60)), RunId.of("r"));
            }
            return each(before);
        }
    }

    private static long connected() {
        try (Hub hub = Hub.create()) {
            warmUp(hub);
            List<ClientChannel> kept = new ArrayList<>(COUNT);
            long before = Heap.usedAfterCollection();
            for (int i = 0; i < COUNT; i++) {
                ConnectOptions options =
                        ConnectOptions.builder().clientId("client-" + i).build();
                kept.add(hub.connect(new CountingConnection(UserId.of("user-" + i)), options));
            }
            long each = each(before);
            LOG.debug("kept {}", kept.size());
            return each;
        }
    }

    private static void warmUp(Hub hub) {
        hub.connect(new CountingConnection(UserId.of("first")), ConnectOptions.live());
        hub.manager().sendAgentCompleted(UserId.of("first"), Map.of(), RunId.of("r"));
    }

    private static long socket() {
        try (BenchServer server = new BenchServer(Hub.builder().handshakeRate(COUNT, COUNT));
                ClientProcess first = new ClientProcess(server.port(), "/ws", 100, 0)) {
            long before = Heap.usedAfterCollection();
            try (ClientProcess clients = new ClientProcess(server.port(), "/ws", COUNT - 100, 0)) {
                await(server.hub().manager().getConnectionCount(), COUNT);
                return (Heap.usedAfterCollection() - before) / (COUNT - 100);
            }
        }
    }

    private static long bare() {
        try (BareTyrus server = new BareTyrus();
                ClientProcess first = new ClientProcess(server.port(), "/ws", 100, 0)) {
            long before = Heap.usedAfterCollection();
            try (ClientProcess clients = new ClientProcess(server.port(), "/ws", COUNT - 100, 0)) {
                await(server.connections(), COUNT);
                return (Heap.usedAfterCollection() - before) / (COUNT - 100);
            }
        }
    }

    private static void await(int connections, int wanted) {
        Pace.rest(TimeUnit.SECONDS.toNanos(2));
        if (connections < wanted) {
            LOG.warn("{} of {} connections were there before the rest", connections, wanted);
        }
    }

    private static long each(long before) {
        return (Heap.usedAfterCollection() - before) / COUNT;
    }
}
