// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.client.FirstCursor;
import io.throughline.core.Hub;
import io.throughline.testkit.Direction;
import io.throughline.testkit.ProxiedConnection;
import io.throughline.tyrus.ThroughlineServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that holds 50 events: who cannot keep up is told exactly what is missing, who keeps up misses nothing, and what
 * tells the state of open runs stays longest.
 */
class TightLogTest {
    private static final Logger LOG = LoggerFactory.getLogger(TightLogTest.class);
    private static final String USER = "alice";
    private static final int LOG_ENTRIES = 50;

    /** Half of a log at most is protected from what is sent later. */
    private static final int LIVE_WINDOW = LOG_ENTRIES / 2;

    /** Four runs have at most 20 lifecycle events: they fit beside the live window, so none of them need ever go. */
    private static final int OPEN_RUNS = 4;

    private static final int MOST_A_BURST = 20;

    private final int rounds = Budget.isFull() ? 400 : 15;
    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<RunScript> open = new ArrayList<>();
    private int runs;
    private int gaps;
    private int missing;
    private int spared;

    @Test
    @Timeout(900)
    void gaps_are_exact_and_who_keeps_up_sees_none() {
        LOG.info("tight log: seed {}", seed);
        try (Hub hub = Hub.builder()
                        .heartbeat(Duration.ofMillis(500))
                        .logMaxEntries(LOG_ENTRIES)
                        .build();
                ThroughlineServer server = Servers.start(hub);
                Application steady = application(server, FirstCursor.earliest());
                Application away = application(server, FirstCursor.earliest());
                Application stalled = application(server, FirstCursor.earliest())) {
            for (Application each : List.of(steady, away, stalled)) {
                each.connect().awaitGreetings(1);
            }
            Ledger ledger = new Ledger(hub.manager());
            for (int round = 0; round < rounds; round++) {
                int greetings = away.greetings();
                away.network.refuse();
                away.awaitConnection().cut();
                ProxiedConnection slow = stalled.awaitConnection();
                slow.stall(Direction.TO_CLIENT);
                for (int burst = 0; burst < 2 + random.nextInt(8); burst++) {
                    burst(ledger);
                    steady.awaitHanded(ledger.head(USER));
                }
                long head = ledger.head(USER);
                slow.resume();
                stalled.awaitHanded(head);
                away.network.accept();
                away.awaitGreetings(greetings + 1);
                away.awaitHanded(head);
                probe(server, ledger, away);
            }
            NavigableMap<Long, Sent> log = ledger.log(USER);
            GapAudit kept = GapAudit.of(steady, log);
            GapAudit left = GapAudit.of(away, log);
            GapAudit.of(stalled, log);
            LOG.info(
                    "tight log: seed {}, {} events; the one that was away: {} gaps of {} events; the one that kept up: {}",
                    seed,
                    log.size(),
                    left.gaps(),
                    left.missing().size(),
                    kept.gaps());
            assertEquals(0, kept.gaps());
            assertTrue(left.gaps() > 0 && gaps > 0 && missing > 0, "no gaps: the log is not tight");
            assertTrue(spared > 0, "no lifecycle was old enough to be spared");
        }
    }

    private static Application application(ThroughlineServer server, FirstCursor first) {
        return new Application(USER, server.port(), first, new Random(1));
    }

    private void burst(Ledger ledger) {
        int count = 1 + random.nextInt(MOST_A_BURST);
        for (int i = 0; i < count; i++) {
            if (open.size() < OPEN_RUNS) {
                open.add(new RunScript(USER, "run-" + runs++, random));
            }
            RunScript run = open.get(chosen());
            run.step(ledger);
            if (run.isOver()) {
                open.remove(run);
            }
        }
    }

    /** The oldest of the open runs takes its time, so that it is open for longer than the log could hold it all. */
    private int chosen() {
        return open.size() == 1 || random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(open.size() - 1);
    }

    /** Looks at all that the log holds while nobody sends, with the eyes of a new client. */
    private void probe(ThroughlineServer server, Ledger ledger, Application away) {
        NavigableMap<Long, Sent> log = ledger.log(USER);
        try (Application probe = application(server, FirstCursor.after(ledger.beginning(USER)))) {
            probe.connect();
            probe.awaitHanded(log.lastKey());
            GapAudit seen = GapAudit.of(probe, log);
            gaps += seen.gaps();
            missing += seen.missing().size();
            assertTrue(
                    seen.events().size() <= LOG_ENTRIES,
                    () -> "the log holds " + seen.events().size());
            List<Long> newest =
                    log.descendingKeySet().stream().limit(LIVE_WINDOW).toList();
            assertTrue(seen.events().containsAll(newest), () -> "of the newest some are gone: " + seen.missing());
            Set<String> openRuns = open.stream().map(RunScript::run).collect(Collectors.toSet());
            Set<Long> lostLifecycle = seen.missing().stream()
                    .filter(seq -> log.get(seq).isLifecycle())
                    .filter(seq -> openRuns.contains(log.get(seq).run()))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(), lostLifecycle, "lifecycle of runs that are open was given up: " + log);
            spared += (int) seen.events().stream()
                    .filter(seq -> seq <= log.lastKey() - LOG_ENTRIES)
                    .filter(seq -> log.get(seq).isLifecycle())
                    .count();
            // Who came back at the same moment has all that was there: a gap never stands for what the log still holds.
            Set<Long> retained = new HashSet<>(seen.events());
            retained.removeAll(GapAudit.of(away, log).events());
            assertEquals(Set.of(), retained, "retained, and not with who came back");
        }
    }
}
