// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.LogPosition;
import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import io.throughline.testkit.Direction;
import io.throughline.testkit.ProxiedConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ResumeTest {
    private final Scene scene = new Scene(Hub.builder()
            .heartbeat(Duration.ofMillis(200))
            .logMaxBytes(50_000_000)
            .build());
    private final Recorder recorder = scene.recorder;

    /** What may happen to a connection. */
    enum Fault {
        CUT,
        RESET,
        STALL,
        STALL_TO_CLIENT,
        CLIENT_VANISHES,
        SERVER_VANISHES,
        TRUNCATE;

        void happenTo(ProxiedConnection connection) {
            switch (this) {
                case CUT -> connection.cut();
                case RESET -> connection.reset();
                case STALL -> connection.stall();
                case STALL_TO_CLIENT -> connection.stall(Direction.TO_CLIENT);
                case CLIENT_VANISHES -> connection.vanishClient();
                case SERVER_VANISHES -> connection.vanishServer();
                case TRUNCATE -> connection.truncateInsideFrame();
            }
        }
    }

    @AfterEach
    void close() {
        scene.close();
        assertEquals(0, recorder.overlaps.get());
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void after_any_fault_everything_has_come_once_and_in_order(Fault fault) {
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        scene.send(1);
        recorder.awaitEvents(1);
        ProxiedConnection connection = scene.proxy.awaitConnection(1);
        fault.happenTo(connection);
        scene.send(2);
        scene.send(3);
        recorder.awaitOpen(2);
        scene.send(4);
        recorder.awaitEvents(4);
        assertEquals(upTo(4), recorder.seqs());
        assertEquals(List.of(1, 2, 3, 4), recorder.numbers());
        assertEquals(List.of(), recorder.gaps);
        assertTrue(recorder.states.contains(ClientState.WAITING));
    }

    @Test
    void a_live_client_misses_nothing_that_is_sent_before_its_first_event() {
        scene.send(1);
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        scene.proxy.refuse();
        scene.proxy.awaitConnection(1).cut();
        recorder.awaitState(ClientState.WAITING);
        scene.send(2);
        scene.proxy.accept();
        recorder.awaitEvents(1);
        assertEquals(List.of(2L), recorder.seqs());
    }

    @Test
    void a_client_of_open_runs_misses_nothing_either() {
        scene.send(1);
        scene.connect(scene.client().from(FirstCursor.open()));
        recorder.awaitOpen(1);
        scene.proxy.refuse();
        scene.proxy.awaitConnection(1).cut();
        recorder.awaitState(ClientState.WAITING);
        scene.send(2);
        scene.proxy.accept();
        recorder.awaitEvents(1);
        assertEquals(List.of(2L), recorder.seqs());
    }

    @Test
    void earliest_gets_all_and_a_later_client_goes_on_after_it() {
        scene.send(1);
        scene.send(2);
        ThroughlineClient first = scene.connect(scene.client().from(FirstCursor.earliest()));
        recorder.awaitEvents(2);
        LogPosition position = first.position().orElseThrow();
        assertEquals(2, position.seq());
        first.close();
        recorder.awaitState(ClientState.CLOSED);
        scene.send(3);
        scene.connect(scene.client().from(FirstCursor.after(position)));
        recorder.awaitEvents(3);
        assertEquals(upTo(3), recorder.seqs());
    }

    @Test
    void a_server_that_is_down_is_tried_until_it_is_up() {
        scene.proxy.refuse();
        scene.connect(scene.client());
        Await.until("three failures", () -> recorder.count(ClientState.WAITING) >= 3);
        scene.proxy.accept();
        recorder.awaitOpen(1);
        scene.send(1);
        recorder.awaitEvents(1);
    }

    @Test
    void another_server_is_an_explicit_gap_and_then_its_log() {
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        scene.send(1);
        recorder.awaitEvents(1);
        try (Hub other = Hub.builder().heartbeat(Duration.ofMillis(200)).build()) {
            scene.another(other);
            scene.server.close();
            recorder.awaitOpen(2);
            Await.until("the gap", () -> !recorder.gaps.isEmpty());
            var unused = other.manager().sendMessage(Scene.ALICE, Map.of("n", 7));
            recorder.awaitEvents(2);
            assertEquals(1, recorder.gaps.size());
            assertEquals("epoch_changed", recorder.gaps.get(0).reason());
            assertTrue(recorder.gaps.get(0).from().isEmpty());
            assertEquals(List.of(1, 7), recorder.numbers());
        }
    }

    @Test
    void a_server_without_a_word_after_the_upgrade_is_left_in_time() {
        scene.proxy.everyConnection(connection -> connection.stall(Direction.TO_CLIENT));
        scene.connect(scene.client().connectTimeout(Duration.ofMillis(300)));
        Await.until("two attempts", () -> scene.proxy.accepted() >= 2);
        scene.proxy.everyConnection(ProxiedConnection::resume);
        recorder.awaitOpen(1);
    }

    @Test
    void heartbeats_keep_a_quiet_connection() {
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        ProxiedConnection connection = scene.proxy.awaitConnection(1);
        Await.until("six heartbeats", () -> connection.framesToClient() >= 7);
        assertEquals(1, recorder.count(ClientState.OPEN));
        assertFalse(recorder.states.contains(ClientState.WAITING));
    }

    @Test
    void a_listener_far_behind_is_waited_for_and_misses_nothing() {
        CountDownLatch go = new CountDownLatch(1);
        Executor own = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "slow listener");
            thread.setDaemon(true);
            return thread;
        });
        scene.connect(scene.client().executor(own));
        recorder.awaitOpen(1);
        own.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String filling = "x".repeat(200_000);
        for (int i = 1; i <= 60; i++) {
            var unused = scene.hub.manager().sendMessage(Scene.ALICE, Map.of("n", i, "text", filling));
        }
        Await.until("it hangs up", () -> scene.server.openSockets() == 0);
        go.countDown();
        recorder.awaitEvents(60);
        assertEquals(upTo(60), recorder.seqs());
        assertEquals(List.of(), recorder.gaps);
    }
}
