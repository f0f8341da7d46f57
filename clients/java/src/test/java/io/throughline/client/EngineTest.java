// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no real server does at a test's word: the client's answers to frames, over a link that the test plays. */
class EngineTest {
    private final Recorder recorder = new Recorder();
    private final List<FakeLink> links = new ArrayList<>();
    private final ManualScheduler scheduler = new ManualScheduler();

    /** One connection, which notes what the client sends. */
    private static final class FakeLink implements Link {
        final URI uri;
        final Observer observer;
        final List<String> sent = new ArrayList<>();
        boolean hungUp;

        FakeLink(URI uri, Observer observer) {
            this.uri = uri;
            this.observer = observer;
        }

        @Override
        public CompletionStage<Void> send(String text) {
            sent.add(text);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void hangUp(int code) {
            hungUp = true;
        }

        void says(String... texts) {
            for (String text : texts) {
                observer.text(this, text);
            }
        }

        void ends(int code) {
            observer.ended(this, Ending.closed(code, ""));
        }
    }

    private Engine start(UnaryOperator<ThroughlineClientBuilder> settings) {
        ThroughlineClientBuilder builder = ThroughlineClient.builder(URI.create("ws://127.0.0.1/ws?a=b"))
                .clientId("tab-1")
                .scheduler(scheduler.executor())
                .backoff(Duration.ofSeconds(1), Duration.ofSeconds(60))
                .executor(Runnable::run);
        Engine engine = new Engine(settings.apply(builder).settings(recorder), (uri, headers, timeout, observer) -> {
            FakeLink link = new FakeLink(uri, observer);
            links.add(link);
            return link;
        });
        engine.connect();
        return engine;
    }

    private FakeLink link() {
        return links.get(links.size() - 1);
    }

    private static String hello(String epoch, long seq, String more) {
        return "{\"type\":\"hello\",\"epoch\":\"" + epoch + "\",\"seq\":" + seq + more + "}";
    }

    private static String event(long seq) {
        return "{\"type\":\"message\",\"id\":\"i" + seq + "\",\"seq\":" + seq
                + ",\"user_id\":\"alice\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"data\":{}}";
    }

    private static String gap(long from, long to) {
        return "{\"type\":\"gap\",\"from\":" + from + ",\"to\":" + to
                + ",\"reason\":\"evicted\",\"lifecycle_lost\":false}";
    }

    @Test
    void says_who_it_is_and_where_it_was() {
        start(builder -> builder);
        assertEquals("ws://127.0.0.1/ws?a=b&client_id=tab-1", link().uri.toString());
        link().says(hello("e", 4, ""), event(5));
        link().ends(1006);
        scheduler.runNext();
        assertEquals(
                "ws://127.0.0.1/ws?a=b&client_id=tab-1&cursor=e:5", link().uri.toString());
    }

    @Test
    void what_it_had_before_is_not_handed_over_again() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), event(1), event(2), event(1), event(2), event(3));
        assertEquals(List.of(1L, 2L, 3L), recorder.seqs());
    }

    @Test
    void what_was_left_out_is_asked_for_again_and_comes() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), event(1), event(3));
        assertTrue(links.get(0).hungUp);
        assertEquals(List.of(1L), recorder.seqs());
        scheduler.runNext();
        assertTrue(link().uri.toString().endsWith("cursor=e:1"));
        link().says(hello("e", 3, ",\"next\":2"), event(2), event(3));
        assertEquals(List.of(1L, 2L, 3L), recorder.seqs());
        assertEquals(List.of(), recorder.gaps);
    }

    @Test
    void what_is_left_out_twice_is_a_gap() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), event(1), event(4));
        scheduler.runNext();
        link().says(hello("e", 4, ""), event(4), event(5));
        assertEquals(List.of(1L, 4L, 5L), recorder.seqs());
        assertEquals("[gap[2..3, missing, lifecycle lost]]", recorder.gaps.toString());
    }

    @Test
    void gaps_are_handed_over_as_they_came_and_events_go_on_behind_them() {
        start(builder -> builder);
        link().says(hello("e", 9, ""), gap(10, 12), event(13), gap(14, 14), event(15));
        assertEquals(List.of(13L, 15L), recorder.seqs());
        assertEquals("[gap[10..12, evicted], gap[14..14, evicted]]", recorder.gaps.toString());
    }

    @Test
    void a_gap_that_leaves_events_out_before_it_is_no_excuse() {
        start(builder -> builder);
        link().says(hello("e", 9, ""), gap(12, 13), event(14));
        assertTrue(link().hungUp);
        assertEquals(List.of(), recorder.seqs());
    }

    @Test
    void another_log_is_a_gap_even_if_the_server_does_not_say_so() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), event(1));
        link().ends(1012);
        scheduler.runNext();
        link().says(hello("f", 7, ",\"next\":6"), event(6), event(7));
        assertEquals(List.of(1L, 6L, 7L), recorder.seqs());
        assertEquals("[gap[of unknown extent, epoch_changed, lifecycle lost]]", recorder.gaps.toString());
    }

    @Test
    void a_cursor_the_server_does_not_know_begins_anew_in_the_same_log() {
        start(builder -> builder);
        link().says(hello("e", 8, ""), event(9));
        link().ends(1006);
        scheduler.runNext();
        link().says(
                        hello("e", 5, ",\"next\":4"),
                        "{\"type\":\"gap\",\"reason\":\"unknown_cursor\",\"lifecycle_lost\":true}",
                        event(4),
                        event(5));
        assertEquals(List.of(9L, 4L, 5L), recorder.seqs());
        assertEquals(1, recorder.gaps.size());
    }

    @Test
    void two_silent_heartbeats_are_the_end() {
        start(builder -> builder);
        link().says(hello("e", 0, ",\"heartbeat_ms\":1000"));
        scheduler.runNext();
        link().says("{\"type\":\"heartbeat\"}");
        scheduler.runNext();
        scheduler.runNext();
        assertEquals(ClientState.OPEN, recorder.states.get(recorder.states.size() - 1));
        scheduler.runNext();
        assertTrue(links.get(0).hungUp);
        assertEquals(ClientState.WAITING, recorder.states.get(recorder.states.size() - 1));
    }

    @Test
    void acknowledges_many_at_once_and_soon() {
        start(builder -> builder);
        link().says(hello("e", 0, ""));
        for (int i = 1; i <= 70; i++) {
            link().says(event(i));
        }
        assertEquals(List.of(), link().sent);
        assertEquals(Duration.ofMillis(100), scheduler.nextDelay());
        scheduler.runNext();
        assertEquals(List.of("{\"type\":\"ack\",\"seq\":70}"), link().sent);
        link().says(event(71));
        scheduler.runNext();
        assertEquals("{\"type\":\"ack\",\"seq\":71}", link().sent.get(1));
    }

    @Test
    void acknowledges_by_hand_what_it_was_handed_and_again_after_it_came_back() {
        Engine engine = start(ThroughlineClientBuilder::acknowledgeByHand);
        link().says(hello("e", 0, ""), event(1), event(2));
        scheduler.runAllDue();
        assertEquals(List.of(), link().sent);
        engine.handled(1_000);
        scheduler.runNext();
        assertEquals(List.of("{\"type\":\"ack\",\"seq\":2}"), link().sent);
        link().ends(1006);
        scheduler.runNext();
        link().says(hello("e", 2, ""));
        scheduler.runNext();
        assertEquals(List.of("{\"type\":\"ack\",\"seq\":2}"), link().sent);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, CLOSED", "1001, WAITING", "1006, WAITING", "1011, WAITING", "1012, WAITING", "1013, WAITING",
        "4408, WAITING", "4429, WAITING", "1008, REFUSED", "4403, REFUSED", "4401, REFUSED", "1009, REFUSED"
    })
    void close_codes_mean_what_the_protocol_says(int code, ClientState state) {
        start(builder -> builder);
        link().says(hello("e", 0, ""));
        link().ends(code);
        assertEquals(state, recorder.states.get(recorder.states.size() - 1));
        assertEquals(state == ClientState.WAITING, scheduler.isWaiting());
    }

    @Test
    void a_busy_server_is_left_alone_for_longer() {
        start(builder -> builder);
        link().ends(1013);
        assertTrue(scheduler.nextDelay().compareTo(Duration.ofSeconds(30)) >= 0);
    }

    @Test
    void a_draining_server_is_left_to_close_and_asked_again_so_long_after_that_as_it_said() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), "{\"type\":\"drain\",\"reconnect_after_ms\":3600000}", event(1));
        assertEquals(List.of(1L), recorder.seqs());
        link().ends(1012);
        assertEquals(Duration.ofHours(1), scheduler.nextDelay());
        scheduler.runNext();
        link().ends(1006);
        assertTrue(scheduler.nextDelay().compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void a_token_is_the_first_word_and_is_renewed_in_time() {
        List<String> tokens = new ArrayList<>(List.of("t1", "t2"));
        start(builder -> builder.tokens(() -> CompletableFuture.completedFuture(tokens.remove(0))));
        link().observer.opened(link());
        assertEquals(List.of("{\"type\":\"auth\",\"token\":\"t1\"}"), link().sent);
        link().says(hello("e", 0, ",\"auth_expires_in_ms\":10000"));
        scheduler.runNext(); // it has lasted for five seconds
        assertEquals(Duration.ofSeconds(3), scheduler.nextDelay());
        scheduler.runNext();
        assertEquals("{\"type\":\"auth\",\"token\":\"t2\"}", link().sent.get(1));
        link().says("{\"type\":\"auth_renewed\",\"auth_expires_in_ms\":20000}");
        assertEquals(Duration.ofSeconds(16), scheduler.nextDelay());
    }

    @Test
    void a_refused_token_is_asked_for_once_more_and_then_it_is_over() {
        int[] asked = new int[1];
        start(builder -> builder.tokens(() -> CompletableFuture.completedFuture("t" + ++asked[0])));
        link().ends(4401);
        scheduler.runNext();
        link().ends(4401);
        assertEquals(2, asked[0]);
        assertEquals(ClientState.REFUSED, recorder.states.get(recorder.states.size() - 1));
    }

    @Test
    void a_token_of_a_moment_is_not_renewed_more_often_than_every_second() {
        start(builder -> builder.tokens(() -> CompletableFuture.completedFuture("t")));
        link().says(hello("e", 0, ",\"auth_expires_in_ms\":20"));
        assertEquals(Duration.ofSeconds(1), scheduler.nextDelay());
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1006, 4401})
    void a_server_that_greets_and_closes_at_once_is_asked_ever_more_slowly(int code) {
        start(builder -> builder.tokens(() -> CompletableFuture.completedFuture("t")));
        for (int i = 0; i < 10; i++) {
            link().says(hello("e", 0, ""));
            link().ends(code);
            scheduler.runNext();
        }
        link().says(hello("e", 0, ""));
        link().ends(code);
        assertTrue(scheduler.nextDelay().compareTo(Duration.ofSeconds(30)) >= 0);
    }

    @Test
    void after_a_connection_that_lasted_waits_begin_anew() {
        start(builder -> builder);
        for (int i = 0; i < 10; i++) {
            link().ends(1006);
            scheduler.runNext();
        }
        link().says(hello("e", 0, ""));
        scheduler.runNext();
        link().ends(1006);
        assertTrue(scheduler.nextDelay().compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void a_supplier_that_fails_is_asked_again_later() {
        List<CompletionStage<String>> answers = new ArrayList<>(List.of(
                CompletableFuture.failedFuture(new IllegalStateException("offline")),
                CompletableFuture.completedFuture("t")));
        start(builder -> builder.tokens(() -> answers.remove(0)));
        assertEquals(0, links.size());
        assertEquals("token_failed", recorder.errors.get(0).code());
        scheduler.runNext();
        assertEquals(1, links.size());
    }

    @Test
    void what_a_listener_throws_is_reported_and_the_rest_goes_on() {
        List<Long> seqs = new ArrayList<>();
        List<ClientError> errors = new ArrayList<>();
        ClientListener careless = new ClientListener() {
            @Override
            public void onEvent(ClientEvent event) {
                seqs.add(event.seq().orElseThrow());
                throw new IllegalStateException("careless");
            }

            @Override
            public void onError(ClientError error) {
                errors.add(error);
            }
        };
        ThroughlineClientBuilder builder = ThroughlineClient.builder(URI.create("ws://127.0.0.1/ws"))
                .scheduler(scheduler.executor())
                .executor(Runnable::run);
        new Engine(builder.settings(careless), (uri, headers, timeout, observer) -> {
                    links.add(new FakeLink(uri, observer));
                    return link();
                })
                .connect();
        link().says(hello("e", 0, ""), event(1), event(2));
        assertEquals(List.of(1L, 2L), seqs);
        assertEquals("listener_failed", errors.get(0).code());
    }

    @Test
    void what_cannot_be_read_ends_the_connection_not_the_client() {
        start(builder -> builder);
        link().says(hello("e", 0, ""), "{\"type\":", event(1));
        assertEquals("bad_frame", recorder.errors.get(0).code());
        assertEquals(List.of(), recorder.seqs());
        scheduler.runNext();
        link().says(hello("e", 1, ""), event(1));
        assertEquals(List.of(1L), recorder.seqs());
    }

    @Test
    void one_event_however_large_is_no_backlog() {
        List<Runnable> held = new ArrayList<>();
        start(builder -> builder.executor(held::add));
        held.remove(0).run();
        link().says(hello("e", 0, ""));
        held.remove(0).run();
        link().says(event(1).replace("{}", "{\"x\":\"" + "y".repeat(5_000_000) + "\"}"));
        assertFalse(link().hungUp);
        held.remove(0).run();
        assertEquals(List.of(1L), recorder.seqs());
    }

    @Test
    void a_listener_that_is_too_far_behind_is_waited_for_off_the_line() {
        List<Runnable> held = new ArrayList<>();
        start(builder -> builder.executor(held::add));
        held.remove(0).run();
        String big = event(1).replace("\"data\":{}", "\"data\":{\"x\":\"" + "y".repeat(1_000_000) + "\"}");
        link().says(hello("e", 0, ""));
        for (int i = 1; !link().hungUp; i++) {
            assertTrue(i < 10, "it takes ever more");
            link().says(big.replace("\"seq\":1", "\"seq\":" + i));
        }
        while (!held.isEmpty()) {
            held.remove(0).run();
        }
        assertEquals(ClientState.WAITING, recorder.states.get(recorder.states.size() - 1));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), recorder.seqs());
    }
}
