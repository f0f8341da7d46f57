// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.client.ClientEvent;
import io.throughline.system.ServerProcess.Entry;
import io.throughline.testkit.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two server processes behind a switch, each restarted under traffic: nothing that a process took is missing at its clients,
 * no run stays open, and the move to another log is told.
 */
class RollingRestartTest {
    private static final Logger LOG = LoggerFactory.getLogger(RollingRestartTest.class);
    private static final Set<String> ENDS = Set.of("agent_completed", "agent_failed", "agent_cancelled");
    private static final int CLIENTS_A_USER = 2;
    private static final int EVENTS_A_TERM = 40;

    private final int restarts = Budget.isFull() ? 20 : 2;
    private final int users = Budget.isFull() ? 10 : 3;
    private final List<ServerProcess> terms = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    @Timeout(900)
    void nothing_is_lost_when_each_of_two_servers_is_restarted_under_traffic() throws IOException {
        try {
            ServerProcess serving = start();
            ServerProcess spare = start();
            try (FaultProxy network = FaultProxy.to(serving.port())) {
                connect(network.port());
                for (int i = 0; i < restarts; i++) {
                    awaitTraffic(serving);
                    network.retarget(spare.port());
                    serving.terminate();
                    awaitTraffic(spare);
                    assertEquals(0, serving.awaitEnd(), serving::said);
                    judge(serving, i);
                    serving = spare;
                    spare = start();
                }
            }
        } finally {
            followers.forEach(Follower::close);
            terms.forEach(ServerProcess::close);
        }
    }

    /** Servers take turns: each new one stands for the restarted one of two. */
    private ServerProcess start() throws IOException {
        ServerProcess started = ServerProcess.start((terms.size() % 2 == 0 ? "a" : "b") + terms.size(), folder, users);
        terms.add(started);
        return started;
    }

    private void connect(int port) {
        for (int i = 0; i < CLIENTS_A_USER; i++) {
            for (int user = 0; user < users; user++) {
                followers.add(new Follower(RollingServer.RESTLESS + "-" + user, port));
            }
            followers.add(new Follower(RollingServer.ENDLESS, port));
        }
    }

    private void awaitTraffic(ServerProcess server) {
        followers.forEach(follower -> follower.awaitEvents(server, EVENTS_A_TERM));
    }

    private void judge(ServerProcess server, int restartsBefore) {
        int events = 0;
        for (Follower follower : followers) {
            NavigableMap<Long, Entry> log = server.log(follower.user);
            List<ClientEvent> handed = follower.from(server);
            long first = handed.get(0).seq().orElseThrow();
            assertEquals(
                    LongStream.rangeClosed(first, log.lastKey()).boxed().toList(),
                    handed.stream().map(event -> event.seq().orElseThrow()).toList(),
                    () -> "all that " + server.name() + " took for " + follower.user + " from there on");
            handed.forEach(event -> assertEquals(
                    log.get(event.seq().orElseThrow()),
                    new Entry(
                            event.seq().orElseThrow(),
                            event.type(),
                            event.runId().orElseThrow())));
            assertEquals(
                    Collections.nCopies(restartsBefore + 1, "epoch_changed"),
                    follower.gaps(),
                    () -> follower.user + " is told of each move, and misses nothing else");
            assertEveryRunEnds(log);
            events += handed.size();
        }
        assertCut(server);
        List<String> report = server.report();
        assertEquals("true", report.get(0));
        assertEquals(String.valueOf(followers.size()), report.get(1), "clients that were sent away");
        assertEquals(report.get(1), report.get(2), "clients that had acknowledged everything");
        followers.forEach(follower -> assertEquals(List.of(), follower.late()));
        followers.forEach(follower -> follower.forget(server));
        LOG.info("restart of {}: {} events with {} clients, {}", server.name(), events, followers.size(), report);
    }

    private static void assertEveryRunEnds(NavigableMap<Long, Entry> log) {
        Map<String, Integer> ends = new HashMap<>();
        log.values().forEach(entry -> ends.merge(entry.run(), ENDS.contains(entry.type()) ? 1 : 0, Integer::sum));
        ends.forEach((run, count) -> assertEquals(1, count, () -> "terminal events of " + run));
    }

    /** The run that never ends by itself was ended by the limit, and its clients know why. */
    private void assertCut(ServerProcess server) {
        List<Follower> endless = followers.stream()
                .filter(follower -> follower.user.equals(RollingServer.ENDLESS))
                .toList();
        assertFalse(endless.isEmpty());
        for (Follower follower : endless) {
            List<ClientEvent> handed = follower.from(server);
            ClientEvent last = handed.get(handed.size() - 1);
            assertEquals("agent_failed", last.type());
            assertEquals("server_restart", ((Map<?, ?>) last.data().get("error")).get("code"));
        }
        assertTrue(Integer.parseInt(server.report().get(3)) >= 1, "runs that were cut");
    }
}
