// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.UserId;
import io.throughline.core.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what 100 frozen clients of 1,000 do to the heap and to the latency of the 900 others.
 *
 * <p>Each run has a server of its own, and clients in another process; runs with and without frozen clients take turns,
 * five of each. Before the measurement the first 100 users, frozen or not, are sent so much that frozen ones stall for
 * certain. Ends with status 1 if the heap or the latency is out of its bounds.
 */
public final class FrozenReaders {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenReaders.class);
    private static final int CONNECTIONS = 1_000;
    private static final int FROZEN = 100;
    private static final int RUNS = 5;
    private static final int EVENTS = 20_000;
    private static final int PER_SECOND = 4_000;
    private static final int BIG_MESSAGES = 400;
    private static final int BIG = 16 * 1024;

    /** What a connection that stalls may hold, beside the log: a batch, twice, as text and as frames; and small things. */
    private static final long HELD_BYTES = 4L * 65 * 1024;

    private static final double MAX_LATENCY_RATIO = 1.5;

    private record Result(double heapMiB, long pendingBytes, double medianMicros, double p99Micros) {}

    private FrozenReaders() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(0);
        List<Result> without = new ArrayList<>();
        List<Result> with = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            without.add(run(0));
            with.add(run(FROZEN));
        }
        report("without", without);
        report("with", with);
        double ratio = p99(with) / p99(without);
        double heap = heap(with) - heap(without);
        double allowed = FROZEN * HELD_BYTES / 1024.0 / 1024.0;
        LOG.info(
                "p99 ratio {}, of {} allowed; heap +{} MiB, of {} allowed",
                Numbers.text(ratio),
                MAX_LATENCY_RATIO,
                Numbers.text(heap),
                Numbers.text(allowed));
        boolean passed = ratio <= MAX_LATENCY_RATIO && heap <= allowed;
        LOG.info(passed ? "passed" : "FAILED");
        if (!passed) {
            System.exit(1);
        }
    }

    private static void report(String what, List<Result> results) {
        LOG.info(
                "{} frozen clients, median of {}: heap {} MiB, p99 {} µs of {}",
                what,
                results.size(),
                Numbers.text(heap(results)),
                Numbers.text(p99(results)),
                Numbers.text(results.stream().map(Result::p99Micros).toList()));
    }

    private static double p99(List<Result> results) {
        return Numbers.median(results.stream().map(Result::p99Micros).toList());
    }

    private static double heap(List<Result> results) {
        return Numbers.median(results.stream().map(Result::heapMiB).toList());
    }

    private static Result run(int frozen) {
        try (BenchServer server = new BenchServer(Hub.builder().logMaxBytes(1 << 20));
                ClientProcess clients = new ClientProcess(server.port(), "/ws", CONNECTIONS, frozen)) {
            String big = "x".repeat(BIG);
            for (int i = 0; i < BIG_MESSAGES * FROZEN; i++) {
                send(server.hub(), i % FROZEN, Map.of("big", big));
                if (i % FROZEN == 0) {
                    Pace.rest(2_000_000);
                }
            }
            Pace.run(EVENTS, PER_SECOND, i -> {
                int reader = FROZEN + i % (CONNECTIONS - FROZEN);
                send(
                        server.hub(),
                        reader,
                        Map.of("sent", WireClient.stamp(System.nanoTime()), "filler", "x".repeat(60)));
            });
            ClientProcess.Report report = clients.awaitEvents(EVENTS);
            long pending = server.hub().statistics().pendingBytes();
            Result result = new Result(
                    Heap.usedAfterCollection() / 1024.0 / 1024.0,
                    pending,
                    report.medianNanos() / 1_000.0,
                    report.p99Nanos() / 1_000.0);
            LOG.info("{} frozen: {}", frozen, result);
            if (frozen > 0 && pending < frozen * (long) BIG) {
                throw new IllegalStateException("the frozen clients did not stall: " + pending + " bytes pending");
            }
            return result;
        }
    }

    private static void send(Hub hub, int user, Map<String, Object> message) {
        var unused = hub.manager().sendMessage(UserId.of("user-" + user), message);
    }
}
