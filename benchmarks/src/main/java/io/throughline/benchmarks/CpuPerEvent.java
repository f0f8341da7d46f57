// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.throughline.api.UserId;
import io.throughline.core.Hub;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what CPU time a server spends for one event that it delivers, beside bare Tyrus in the same process.
 *
 * <p>1,000 connections in another process, each of a user of its own; about 250 bytes an event; 4,000 events a second. The
 * servers take turns, and the first turn of each is not counted.
 */
public final class CpuPerEvent {
    private static final Logger LOG = LoggerFactory.getLogger(CpuPerEvent.class);
    private static final int CONNECTIONS = 1_000;
    private static final int EVENTS = 40_000;
    private static final int PER_SECOND = 4_000;
    private static final int TURNS = 6;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CpuPerEvent() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (BenchServer server = new BenchServer(Hub.builder().logMaxEntries(100));
                BareTyrus bare = new BareTyrus();
                ClientProcess clients = new ClientProcess(server.port(), "/ws", CONNECTIONS, 0);
                ClientProcess bareClients = new ClientProcess(bare.port(), "/ws", CONNECTIONS, 0)) {
            List<UserId> users = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                users.add(UserId.of("user-" + i));
            }
            String filler = "x".repeat(60);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                double our = microsPerEvent(
                        clients,
                        i -> server.hub()
                                .manager()
                                .sendMessage(
                                        users.get(i % CONNECTIONS),
                                        Map.of("sent", WireClient.stamp(System.nanoTime()), "filler", filler)));
                double their = microsPerEvent(bareClients, i -> bare.send(i % CONNECTIONS, bareEvent(i)));
                LOG.info("turn {}: Throughline {} µs, bare Tyrus {} µs", turn, Numbers.text(our), Numbers.text(their));
                if (turn > 0) {
                    ours.add(our);
                    theirs.add(their);
                }
            }
            double ratio = Numbers.median(ours) / Numbers.median(theirs);
            LOG.info(
                    "server CPU per delivered event, median of {}: Throughline {} µs, bare Tyrus {} µs, ratio {}",
                    ours.size(),
                    Numbers.text(Numbers.median(ours)),
                    Numbers.text(Numbers.median(theirs)),
                    Numbers.text(ratio));
        }
    }

    /** What an application of its own would put together, of the same size. */
    private static String bareEvent(int number) {
        return "{\"type\":\"message\",\"id\":\"" + number + "\",\"sent\":\"" + WireClient.stamp(System.nanoTime())
                + "\",\"filler\":\"" + "x".repeat(175) + "\"}";
    }

    private static double microsPerEvent(ClientProcess clients, Pace.Step send) {
        long before = SYSTEM.getProcessCpuTime();
        Pace.run(EVENTS, PER_SECOND, send);
        clients.awaitEvents(EVENTS);
        return (SYSTEM.getProcessCpuTime() - before) / 1_000.0 / EVENTS;
    }
}
