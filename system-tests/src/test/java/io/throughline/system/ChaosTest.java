// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.client.FirstCursor;
import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import io.throughline.tyrus.ThroughlineServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many users with several clients each, behind networks that break in every way: each application ends with exactly its
 * user's log.
 *
 * <p>If this fails, the report tells the seed; {@code -Dchaos.seed=} gives the same faults to the same applications, in the
 * same order. What the threads do in between is theirs.
 */
class ChaosTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final int USERS = 20;
    private static final int CLIENTS_A_USER = 3;
    private static final int SENDERS = 8;
    private static final int RUNS_A_SENDER = 4;

    private final int faults = Budget.isFull() ? 1_000 : 100;
    private final int events = Budget.isFull() ? 100_000 : 5_000;
    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final AtomicLong allowed = new AtomicLong();

    @Test
    @Timeout(1_800)
    void each_application_ends_with_exactly_its_users_log() throws Exception {
        LOG.info("chaos: seed {} ({} faults, {} events)", seed, faults, events);
        Random random = new Random(seed);
        List<Fault> schedule = Fault.schedule(faults, USERS * CLIENTS_A_USER, random);
        List<Application> applications = new ArrayList<>();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (Hub hub = Hub.builder()
                        .heartbeat(Duration.ofMillis(500))
                        .logMaxEntries(events)
                        .logMaxBytes(1L << 40)
                        .logBudgetBytes(1L << 40)
                        .build();
                ThroughlineServer server = Servers.start(hub)) {
            try {
                for (int i = 0; i < USERS * CLIENTS_A_USER; i++) {
                    applications.add(
                            new Application("user-" + i % USERS, server.port(), FirstCursor.earliest(), new Random(i))
                                    .connect());
                }
                applications.forEach(application -> application.awaitGreetings(1));
                Ledger ledger = new Ledger(hub.manager());
                List<Future<?>> sending = new ArrayList<>();
                for (int i = 0; i < SENDERS; i++) {
                    Random own = new Random(random.nextLong());
                    String name = "sender-" + i;
                    sending.add(senders.submit(() -> send(ledger, name, own)));
                }
                breakThings(schedule, applications, ledger, sending);
                for (Future<?> sender : sending) {
                    sender.get();
                }
                judge(schedule, applications, ledger);
            } finally {
                allowed.set(Long.MAX_VALUE);
                applications.forEach(Application::close);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void a_seed_gives_the_same_faults_to_the_same_applications() {
        assertEquals(Fault.schedule(1_000, 60, new Random(seed)), Fault.schedule(1_000, 60, new Random(seed)));
        assertNotEquals(Fault.schedule(1_000, 60, new Random(seed)), Fault.schedule(1_000, 60, new Random(seed + 1)));
    }

    /** Sends runs of several users in turns, no faster than the faults come. */
    private void send(Ledger ledger, String name, Random random) {
        List<RunScript> open = new ArrayList<>();
        int runs = 0;
        while (ledger.sent() < events || !open.isEmpty()) {
            if (open.size() < RUNS_A_SENDER && ledger.sent() < events) {
                open.add(new RunScript("user-" + random.nextInt(USERS), name + "-" + runs++, random));
            }
            Await.until("the faults to keep pace", () -> ledger.sent() < allowed.get());
            RunScript run = open.get(random.nextInt(open.size()));
            run.step(ledger);
            if (run.isOver()) {
                open.remove(run);
            }
        }
    }

    private void breakThings(
            List<Fault> schedule, List<Application> applications, Ledger ledger, List<Future<?>> sending) {
        long each = Math.max(1, events / schedule.size());
        for (int i = 0; i < schedule.size(); i++) {
            long due = i * each;
            allowed.set(due + 2 * each);
            Await.until(
                    () -> "event " + due + "; there are " + ledger.sent(),
                    () -> ledger.sent() >= due || sending.stream().allMatch(Future::isDone));
            Fault fault = schedule.get(i);
            fault.happenTo(applications.get(fault.victim()));
        }
        allowed.set(Long.MAX_VALUE);
    }

    private void judge(List<Fault> schedule, List<Application> applications, Ledger ledger) {
        applications.forEach(Application::heal);
        applications.forEach(application -> application.awaitHanded(ledger.head(application.user)));
        Verdict verdict = Verdict.RIGHT;
        long reconnects = 0;
        for (Application application : applications) {
            Verdict own = Verdict.of(application.user, ledger.log(application.user), application.handed());
            if (!own.equals(Verdict.RIGHT)) {
                LOG.error("chaos: {} of seed {}: {}", application, seed, own);
            }
            verdict = verdict.plus(own);
            reconnects += application.greetings() - 1;
        }
        Map<Fault.Kind, Integer> kinds = new EnumMap<>(Fault.Kind.class);
        schedule.forEach(fault -> kinds.merge(fault.kind(), 1, Integer::sum));
        LOG.info(
                "chaos: seed {}, {} events to {} applications, faults {}, {} reconnects: {}",
                seed,
                ledger.sent(),
                applications.size(),
                kinds,
                reconnects,
                verdict);
        assertEquals(Verdict.RIGHT, verdict, "seed " + seed);
        assertTrue(ledger.sent() >= events);
        int least = faults / Fault.Kind.values().length;
        kinds.forEach((kind, count) -> assertTrue(count >= least, kind + " happened " + count + " times"));
        assertEquals(Fault.Kind.values().length, kinds.size());
        assertTrue(reconnects >= faults / 2, "only " + reconnects + " reconnects: the faults do not break much");
    }
}
