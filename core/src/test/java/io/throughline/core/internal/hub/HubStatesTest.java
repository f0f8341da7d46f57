// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.ClientChannel;
import io.throughline.core.internal.log.FullBudgetOnly;
import io.throughline.core.internal.log.LogBounds;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Whatever is done to users, their logs and their connections, each connection gets what the model says. */
class HubStatesTest {
    private static final List<UserId> USERS = List.of(UserId.of("a"), UserId.of("b"), UserId.of("c"));
    private static final Duration RETENTION = Duration.ofMinutes(5);

    /** A connection beside its model. */
    private record Attached(UserId user, InMemoryConnection connection, ClientChannel channel, HubModel.Client model) {}

    /** A hub beside its model. */
    private static final class State {
        private final long budget;
        private final NotingLogs logs;
        private final TestHub hub;
        private final HubModel model;
        private final List<Attached> attached = new ArrayList<>();

        State(LogBounds bounds, long budget) {
            this.budget = budget;
            this.logs = new NotingLogs(bounds);
            this.hub = new TestHub(new LogSettings(bounds, budget, RETENTION, logs), Duration.ofDays(365));
            this.model = new HubModel(bounds, budget, RETENTION, hub.now());
        }

        void send(int user, String type, String run) {
            UserId id = USERS.get(user);
            boolean refused = model.refuses(id, run) && !type.equals("message");
            SendResult result = hub.send(id, type, run);
            assertEquals(!refused, result.isAccepted(), type);
            if (!refused) {
                model.append(id, logs.epochs.get(id), logs.last, hub.now());
            }
        }

        void attach(int user, String kind, long seq) {
            UserId id = USERS.get(user);
            String cursor = kind.equals("cursor") ? logs.epochs.getOrDefault(id, "e0") + ":" + seq : kind;
            InMemoryConnection connection = InMemoryConnection.open(id);
            ClientChannel channel = hub.connect(connection, cursor.equals("live") ? null : cursor);
            attached.add(new Attached(
                    id,
                    connection,
                    channel,
                    model.attach(id, logs.epochs.get(id), cursor.equals("live") ? null : cursor, hub.now())));
        }

        void withOne(int chosen, Consumer<Attached> action) {
            if (!attached.isEmpty()) {
                action.accept(attached.get(chosen % attached.size()));
            }
        }

        void detach(Attached one) {
            assertTrue(hub.core.find(one.connection().id()).orElseThrow().detach());
            model.detach(one.user(), one.model(), hub.now());
            attached.remove(one);
        }

        void stall(Attached one) {
            one.connection().pause();
            one.model().stall();
        }

        void flow(Attached one) {
            one.connection().resume();
            one.model().flow(model.find(one.user()).orElseThrow());
        }

        void acknowledge(Attached one) {
            one.channel().onText("{\"type\":\"ack\",\"seq\":0}");
        }

        void pass(int seconds) {
            boolean ticks = hub.isTicking();
            hub.pass(Duration.ofSeconds(seconds));
            if (ticks) {
                model.tick(hub.now());
            }
        }

        void check() {
            assertEquals(model.size(), hub.core.logCount());
            assertEquals(model.entries(), hub.core.logEntries());
            assertEquals(model.bytes(), hub.core.logBytes());
            assertTrue(hub.core.logBytes() <= budget);
            for (Attached one : attached) {
                assertEquals(
                        one.model().received,
                        one.connection().received().stream()
                                .map(HubStatesTest::shown)
                                .toList());
                assertEquals(
                        one.model().inFlight.isEmpty() ? 0 : 1, one.connection().writesInFlight());
            }
        }
    }

    private static String shown(ReceivedFrame frame) {
        return switch (frame.type()) {
            case "hello" ->
                "hello:" + frame.field("seq").orElseThrow() + ":"
                        + frame.field("resumed").orElseThrow();
            case "gap" ->
                frame.field("reason").orElseThrow().equals("evicted")
                        ? "(" + frame.field("from").orElseThrow() + "-"
                                + frame.field("to").orElseThrow()
                                + (frame.field("lifecycle_lost").orElseThrow().equals("true") ? "!)" : ")")
                        : frame.field("reason").orElseThrow();
            default -> String.valueOf(frame.seq().orElseThrow());
        };
    }

    private static Transformer<State> step(String name, Consumer<State> change) {
        return Transformer.mutate(name, state -> {
            state.hub.wait(Duration.ofSeconds(1));
            change.accept(state);
            state.check();
        });
    }

    private static Arbitrary<Integer> upTo(int most) {
        return Arbitraries.integers().between(0, most);
    }

    private static Action.Independent<State> action(Arbitrary<Transformer<State>> steps) {
        return () -> steps;
    }

    private static Action.Independent<State> onOne(String name, Consumer2 change) {
        return action(upTo(9).map(chosen ->
                step(name + " " + chosen, state -> state.withOne(chosen, one -> change.accept(state, one)))));
    }

    /** What is done to one connection. */
    private interface Consumer2 {
        void accept(State state, Attached one);
    }

    private static Arbitrary<Transformer<State>> sends() {
        Arbitrary<String> types =
                Arbitraries.of("agent_started", "agent_thinking", "agent_thinking", "message", "agent_completed");
        return Combinators.combine(upTo(USERS.size() - 1), types, Arbitraries.of("1", "2", "3", "4", "5", "6"))
                .as((user, type, run) -> step(
                        user + " " + type + " " + run,
                        state -> state.send(user, type, type.equals("message") ? "m" : run)));
    }

    private static Arbitrary<Transformer<State>> attaches() {
        return Combinators.combine(
                        upTo(USERS.size() - 1),
                        Arbitraries.of("live", "open", "earliest", "cursor", "cursor", "cursor"),
                        upTo(40))
                .as((user, kind, seq) ->
                        step("attach " + user + " " + kind + " " + seq, state -> state.attach(user, kind, seq)));
    }

    private static Arbitrary<Transformer<State>> passes() {
        return Arbitraries.of(1, 30, 61, 299, 301, 3_601)
                .map(seconds -> step("pass " + seconds, state -> state.pass(seconds)));
    }

    @Provide
    Arbitrary<ActionChain<State>> chains() {
        Arbitrary<LogBounds> bounds = Combinators.combine(
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.of(1_000L, 3_000L, 1_000_000L),
                        Arbitraries.of(Duration.ofMinutes(2), Duration.ofHours(1)),
                        Arbitraries.integers().between(1, 8))
                .as(LogBounds::new);
        return Combinators.combine(bounds, Arbitraries.of(2_000L, 5_000L, 1_000_000L))
                .flatAs((chosen, budget) -> ActionChain.startWith(() -> new State(chosen, budget))
                        .withAction(14, action(sends()))
                        .withAction(4, action(attaches()))
                        .withAction(2, onOne("detach", State::detach))
                        .withAction(2, onOne("stall", State::stall))
                        .withAction(2, onOne("flow", State::flow))
                        .withAction(1, onOne("acknowledge", State::acknowledge))
                        .withAction(2, action(passes()))
                        .withMaxTransformations(60));
    }

    @Property(tries = 500)
    void connections_get_what_the_model_says(@ForAll("chains") ActionChain<State> chain) {
        chain.run();
    }

    @Property(tries = 10_000)
    @AddLifecycleHook(FullBudgetOnly.class)
    void connections_get_what_the_model_says_in_many_more_sequences(@ForAll("chains") ActionChain<State> chain) {
        chain.run();
    }
}
