// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run over the golden path: sent by a manager's five methods, and looked for among what a client received. */
final class GoldenRun {
    static final List<String> TYPES =
            EventType.goldenPath().stream().map(EventType::name).toList();

    private GoldenRun() {}

    /** Sends the five events, each after the one before was taken. */
    static void send(WebSocketManagerProtocol manager, UserId user, RunId run) throws Exception {
        accepted(manager.sendAgentStarted(user, "assistant", run)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        accepted(manager.sendAgentThinking(user, "about it", run)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        accepted(manager.sendToolExecuting(user, "search", run)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        accepted(manager.sendToolCompleted(user, Map.of("hits", 3), run)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        accepted(manager.sendAgentCompleted(user, Map.of("answer", 42), run)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
    }

    private static void accepted(SendResult result) {
        assertTrue(result.isAccepted(), result::toString);
    }

    /** Waits until a connection has as many events, and answers them. */
    static List<ReceivedFrame> awaitEvents(InMemoryConnection connection, int count) {
        Await.until(
                () -> count + " events at " + connection + ", not "
                        + connection.events().size(),
                () -> connection.events().size() >= count);
        return connection.events();
    }

    /** Checks that a run's events are the five, in order, whole, and joined by their ids. */
    static void assertComplete(List<ReceivedFrame> received, UserId user, RunId run) {
        List<ReceivedFrame> events = ofRun(received, run).toList();
        assertEquals(TYPES, events.stream().map(ReceivedFrame::type).toList());
        for (ReceivedFrame event : events) {
            assertEquals(user.value(), event.field("user_id").orElseThrow(), event::text);
            assertTrue(event.field("timestamp").isPresent(), event::text);
        }
        assertEquals("search", events.get(2).data().get("tool_name"));
        assertEquals("search", events.get(3).data().get("tool_name"));
        assertEquals(
                events.get(2).data().get("tool_call_id"), events.get(3).data().get("tool_call_id"));
        assertEquals("ok", events.get(3).data().get("status"));
        assertTrue(events.get(4).data().containsKey("result"), events.get(4)::text);
    }

    static Stream<ReceivedFrame> ofRun(List<ReceivedFrame> received, RunId run) {
        return received.stream()
                .filter(frame ->
                        frame.field("run_id").filter(run.value()::equals).isPresent());
    }

    /** Checks that the numbers of events have neither hole nor repetition. */
    static void assertContiguous(List<ReceivedFrame> events) {
        long first = events.isEmpty() ? 0 : events.get(0).seq().orElseThrow();
        for (int i = 0; i < events.size(); i++) {
            assertEquals(first + i, events.get(i).seq().orElseThrow(), "seq of event " + i);
        }
    }
}
