// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import io.throughline.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of a real server: renewed over the connection, refused, expired; the server's clock is the test's. */
@Timeout(120)
class TokenTest {
    private static final Duration LIFE = Duration.ofHours(1);

    private final ManualClock clock = ManualClock.create();
    private final Scene scene = new Scene(
            Hub.builder().clock(clock).heartbeat(Duration.ofDays(1)).build(), Authenticator.byAuthFrame(this::judge));
    private final Recorder recorder = scene.recorder;
    private final AtomicInteger asked = new AtomicInteger();
    private final ImpatientScheduler impatient = new ImpatientScheduler();

    /** Waits of minutes, which are for renewals alone, are over at once. */
    private static final class ImpatientScheduler extends ScheduledThreadPoolExecutor {
        ImpatientScheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            boolean isLong = unit.toMinutes(delay) > 0 && unit.toHours(delay) == 0;
            return super.schedule(task, isLong ? 0 : delay, unit);
        }
    }

    @AfterEach
    void close() {
        scene.close();
        impatient.shutdownNow();
    }

    private CompletableFuture<Authentication> judge(String token) {
        return CompletableFuture.completedFuture(
                token.equals("wrong")
                        ? Authentication.refused("it is wrong")
                        : Authentication.accepted(
                                UserId.of(token), clock.instant().plus(LIFE)));
    }

    /** A client that is given these tokens one after another, and the last one for ever. */
    private ThroughlineClientBuilder client(String... tokens) {
        return ThroughlineClient.builder(scene.uri())
                .backoff(Duration.ofMillis(5), Duration.ofMillis(50))
                .tokens(() -> CompletableFuture.completedFuture(
                        tokens[Math.min(asked.getAndIncrement(), tokens.length - 1)]));
    }

    private long count(String counter) {
        return scene.hub.statistics().counters().get(counter);
    }

    @Test
    void is_renewed_over_the_open_connection_again_and_again() {
        scene.connect(client("alice").scheduler(impatient));
        recorder.awaitOpen(1);
        Await.until("ten renewals", () -> count("authentications_renewed") >= 10);
        scene.send(1);
        recorder.awaitEvents(1);
        assertEquals(List.of(ClientState.CONNECTING, ClientState.OPEN), recorder.states);
        assertEquals(List.of(), recorder.errors);
    }

    @Test
    void that_is_refused_in_renewal_leaves_the_time_there_was_and_then_a_new_one_is_asked_for() {
        scene.connect(client("alice", "wrong", "alice").scheduler(impatient));
        recorder.awaitOpen(1);
        Await.until("the renewal is refused", () -> !recorder.errors.isEmpty());
        assertEquals("auth_refused", recorder.errors.get(0).code());
        scene.send(1);
        recorder.awaitEvents(1);
        clock.advance(LIFE);
        recorder.awaitOpen(2);
        scene.send(2);
        recorder.awaitEvents(2);
        assertEquals(List.of(1L, 2L), recorder.seqs());
        assertEquals(List.of(), recorder.gaps);
        assertTrue(recorder.errors.get(1).message().startsWith("4401"), recorder.toString());
    }

    @Test
    void that_expires_unrenewed_brings_the_client_back_with_its_cursor_and_a_new_one() {
        scene.connect(client("alice"));
        recorder.awaitOpen(1);
        scene.send(1);
        recorder.awaitEvents(1);
        clock.advance(LIFE);
        recorder.awaitOpen(2);
        scene.send(2);
        recorder.awaitEvents(2);
        assertEquals(List.of(1L, 2L), recorder.seqs());
        assertEquals(2, asked.get());
        assertEquals(1, count("authentications_expired"));
    }

    @Test
    void that_stays_wrong_after_the_expiry_ends_it() {
        scene.connect(client("alice", "wrong"));
        recorder.awaitOpen(1);
        clock.advance(LIFE);
        recorder.awaitState(ClientState.REFUSED);
        assertEquals(1, recorder.count(ClientState.OPEN));
    }

    @Test
    void that_is_wrong_is_asked_for_once_more() {
        scene.connect(client("wrong"));
        recorder.awaitState(ClientState.REFUSED);
        assertEquals(2, asked.get());
        assertEquals(2, count("authentications_refused"));
    }

    @Test
    void of_another_user_ends_it() {
        scene.connect(client("alice", "bob").scheduler(impatient));
        recorder.awaitState(ClientState.REFUSED);
        assertTrue(recorder.errors.get(0).message().startsWith("4403"), recorder.toString());
    }
}
