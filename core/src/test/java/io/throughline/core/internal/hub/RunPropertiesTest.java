// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.core.internal.log.FullBudgetOnly;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever is sent for runs in whatever order: a hub does what the model of the rules says, and every run has one end. */
class RunPropertiesTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String EXPIRE = "expire";

    @Provide
    Arbitrary<List<RunModel.Event>> events() {
        Arbitrary<String> types = Arbitraries.frequency(
                Tuple.of(4, "agent_started"),
                Tuple.of(4, "agent_thinking"),
                Tuple.of(6, "tool_executing"),
                Tuple.of(6, "tool_completed"),
                Tuple.of(4, "message_delta"),
                Tuple.of(3, "message_completed"),
                Tuple.of(1, "agent_completed"),
                Tuple.of(1, "agent_failed"),
                Tuple.of(1, "agent_cancelled"),
                Tuple.of(1, EXPIRE));
        return Combinators.combine(Arbitraries.of("r1", "r2", "r3"), types, Arbitraries.of("1", "2", ""))
                .as(RunPropertiesTest::event)
                .list()
                .ofMaxSize(40);
    }

    private static RunModel.Event event(String run, String type, String id) {
        return new RunModel.Event(run, type, type.startsWith("message_") && id.isEmpty() ? "3" : id);
    }

    @Property(tries = 1_000)
    void a_hub_follows_the_rules(@ForAll("events") List<RunModel.Event> events, @ForAll boolean strict) {
        check(events, strict);
    }

    @Property(tries = 10_000)
    @AddLifecycleHook(FullBudgetOnly.class)
    void a_hub_follows_the_rules_for_long(@ForAll("events") List<RunModel.Event> events, @ForAll boolean strict) {
        check(events, strict);
    }

    private static void check(List<RunModel.Event> events, boolean strict) {
        TestHub hub = new TestHub(new RunSettings(strict, TIMEOUT));
        InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
        hub.connect(connection, null);
        RunModel model = new RunModel(strict);
        for (RunModel.Event event : events) {
            if (event.type().equals(EXPIRE)) {
                hub.pass(TIMEOUT);
                model.expire();
            } else {
                assertEquals(
                        Optional.ofNullable(model.send(event)), send(hub, event).refusal(), event::toString);
            }
            assertEquals(model.openRuns(), hub.core.openRunCount());
        }
        hub.pass(TIMEOUT);
        model.expire();

        assertEquals(0, hub.core.openRunCount());
        Map<String, List<ReceivedFrame>> delivered = byRun(connection);
        Map<String, List<String>> types = new TreeMap<>();
        delivered.forEach((run, frames) -> {
            types.put(run, frames.stream().map(ReceivedFrame::type).toList());
            assertEnded(frames);
            if (strict) {
                assertWordOfTheGrammar(frames);
            }
        });
        assertEquals(model.seen(), types);
    }

    private static SendResult send(TestHub hub, RunModel.Event event) {
        AgentEvent.Builder builder = AgentEvent.builder(EventType.of(event.type()))
                .runId(RunId.of(event.run()))
                .data(Map.of("agent_name", "a", "thought", "t", "tool_name", "x", "result", 1))
                .data(Map.of("delta", "d", "text", "t", "error", "e", "reason", "r"));
        if (event.type().startsWith("message_")) {
            builder.put("message_id", event.id());
        } else if (event.type().startsWith("tool_") && !event.id().isEmpty()) {
            builder.put("tool_call_id", event.id());
        }
        return hub.core
                .send(TestHub.ALICE, builder.build())
                .toCompletableFuture()
                .join();
    }

    private static Map<String, List<ReceivedFrame>> byRun(InMemoryConnection connection) {
        Map<String, List<ReceivedFrame>> runs = new TreeMap<>();
        for (ReceivedFrame event : connection.events()) {
            runs.computeIfAbsent(event.field("run_id").orElseThrow(), run -> new ArrayList<>())
                    .add(event);
        }
        return runs;
    }

    /** Exactly one terminal event, at the end; no call is open there. */
    private static void assertEnded(List<ReceivedFrame> run) {
        List<String> types = run.stream().map(ReceivedFrame::type).toList();
        assertEquals(1, types.stream().filter(RunModel.TERMINALS::contains).count(), types::toString);
        assertTrue(RunModel.TERMINALS.contains(types.get(types.size() - 1)), types::toString);
        Set<Object> open = new HashSet<>();
        for (ReceivedFrame event : run) {
            if (event.type().equals("tool_executing")) {
                open.add(event.data().get("tool_call_id"));
            } else if (event.type().equals("tool_completed")) {
                open.remove(event.data().get("tool_call_id"));
            }
        }
        assertEquals(Set.of(), open, run::toString);
    }

    /** Begins with its start, and everything after it is a thought, a part of a message, or matches another event. */
    private static void assertWordOfTheGrammar(List<ReceivedFrame> run) {
        assertEquals("agent_started", run.get(0).type());
        Set<Object> calls = new HashSet<>();
        Set<Object> ended = new HashSet<>();
        for (ReceivedFrame event : run.subList(1, run.size() - 1)) {
            Object call = event.data().get("tool_call_id");
            Object message = event.data().get("message_id");
            switch (event.type()) {
                case "agent_thinking" -> {}
                case "tool_executing" -> assertTrue(calls.add(call), run::toString);
                case "tool_completed" -> assertTrue(calls.remove(call), run::toString);
                case "message_delta" -> assertTrue(!ended.contains(message), run::toString);
                case "message_completed" -> assertTrue(ended.add(message), run::toString);
                default -> throw new AssertionError(event.type() + " in the middle of " + run);
            }
        }
        assertEquals(Set.of(), calls);
    }
}
