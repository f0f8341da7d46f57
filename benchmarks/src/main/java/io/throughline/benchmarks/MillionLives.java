// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lives a million lives of isolated managers, and checks that each delivered its event and that nothing is left of them.
 *
 * <p>The lives are those of 10,000 users, a hundred each, who come and go in ten rounds. The heap is measured after as many
 * users have come and gone before, so that what the hub bounds (its memory of runs) is full already.
 */
public final class MillionLives {
    private static final Logger LOG = LoggerFactory.getLogger(MillionLives.class);
    private static final int ROUNDS = 10;
    private static final int USERS = 1_000;
    private static final int LIVES = 100;

    /** How much the heap may differ between two full collections without anything being left. */
    private static final double MAX_HEAP_RATIO = 1.10;

    private final Hub hub = Hub.builder().idleLogRetention(Duration.ZERO).build();
    private final WebSocketManagerFactory factory = new WebSocketManagerFactory(hub);
    private long lived;
    private long failures;
    private long managersLeft;

    private MillionLives() {}

    /**
     * Runs it; ends with status 1 if a life failed or something is left.
     *
     * @param args none
     */
    public static void main(String[] args) {
        if (!new MillionLives().run()) {
            System.exit(1);
        }
    }

    private boolean run() {
        for (int round = 0; round < ROUNDS; round++) {
            round("warm-up-" + round, 1);
        }
        long before = Heap.usedAfterCollection();
        lived = 0;
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            round("round-" + round, LIVES);
        }
        long nanos = System.nanoTime() - start;
        long after = Heap.usedAfterCollection();
        double ratio = (double) after / before;
        LOG.info("lives: {}, failures: {}, ns a life: {}", lived, failures, nanos / lived);
        LOG.info(
                "left: {} logs, {} connections, {} managers",
                hub.getLogCount(),
                factory.getActiveConnectionsCount(),
                managersLeft);
        LOG.info(
                "heap after collection: {} kB before, {} kB after, ratio {}",
                before / 1024,
                after / 1024,
                String.format(Locale.ROOT, "%.3f", ratio));
        boolean clean = hub.getLogCount() == 0 && factory.getActiveConnectionsCount() == 0 && managersLeft == 0;
        boolean passed = lived == (long) ROUNDS * USERS * LIVES && failures == 0 && clean && ratio <= MAX_HEAP_RATIO;
        LOG.info(passed ? "passed" : "FAILED");
        factory.close();
        hub.close();
        return passed;
    }

    /** Users connect, live their lives, end their runs, and go. */
    private void round(String round, int lives) {
        List<CountingConnection> connections = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            CountingConnection connection = new CountingConnection(UserId.of(round + "-user-" + i));
            hub.manager().addConnection(connection);
            connections.add(connection);
        }
        for (CountingConnection connection : connections) {
            UserExecutionContext context = UserExecutionContext.of(connection.userId());
            RunId run = RunId.of(round + "-run");
            for (int life = 0; life < lives; life++) {
                live(context, run, connection);
            }
            hub.manager().sendAgentCompleted(connection.userId(), Map.of(), run);
            managersLeft += factory.getManagersByUser(connection.userId()).size();
            hub.manager().disconnectUser(connection.userId());
        }
    }

    private void live(UserExecutionContext context, RunId run, CountingConnection connection) {
        lived++;
        long received = connection.messages();
        try {
            WebSocketManager manager = factory.createIsolatedManager(context);
            boolean accepted = manager.sendAgentThinking(context.userId(), "about the sea", run)
                    .toCompletableFuture()
                    .join()
                    .isAccepted();
            boolean cleaned = factory.cleanupManager(manager);
            if (!accepted || !cleaned || connection.messages() != received + 1) {
                failures++;
            }
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                LOG.error("the first failure of a life", e);
            }
        }
    }
}
