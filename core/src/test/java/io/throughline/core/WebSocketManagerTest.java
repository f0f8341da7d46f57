// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.CloseReason;
import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.LogPosition;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketManagerTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final RunId RUN = RunId.of("r1");

    private final WebSocketManager manager = new WebSocketManager();
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    @AfterEach
    void close() {
        manager.close();
    }

    private static SendResult now(CompletionStage<SendResult> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void the_five_events_arrive_with_the_fields_of_the_wire_protocol() {
        manager.addConnection(connection);
        now(manager.sendAgentStarted(ALICE, "helper", RUN));
        now(manager.sendAgentThinking(ALICE, "hm", RUN));
        now(manager.sendToolExecuting(ALICE, "search", RUN));
        now(manager.sendToolCompleted(ALICE, Map.of("hits", 3), RUN));
        SendResult last = now(manager.sendAgentCompleted(ALICE, Map.of("answer", 42), RUN));

        ReceivedFrame hello = connection.received().get(0);
        assertEquals("hello", hello.type());
        assertEquals(Optional.of("throughline.v1"), hello.field("protocol"));
        assertEquals(Optional.of("0"), hello.field("seq"));
        assertEquals(Optional.of(connection.id().value()), hello.field("connection_id"));
        assertEquals(Optional.of("25000"), hello.field("heartbeat_ms"));

        List<ReceivedFrame> events = connection.events();
        assertEquals(
                List.of("agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"),
                events.stream().map(ReceivedFrame::type).toList());
        for (int i = 0; i < events.size(); i++) {
            ReceivedFrame event = events.get(i);
            assertEquals(i + 1, event.seq().orElseThrow());
            assertEquals(Optional.of("alice"), event.field("user_id"));
            assertEquals(Optional.of("r1"), event.field("run_id"));
            assertTrue(event.field("timestamp")
                    .orElseThrow()
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
            assertFalse(event.field("id").orElseThrow().isBlank());
        }
        Object callId = events.get(2).data().get("tool_call_id");
        assertEquals(callId, events.get(3).data().get("tool_call_id"));
        assertEquals("search", events.get(3).data().get("tool_name"));
        assertEquals("ok", events.get(3).data().get("status"));
        assertEquals(Map.of("hits", 3), events.get(3).data().get("result"));
        assertTrue(events.get(3).data().get("duration_ms") instanceof Number);
        assertEquals(Map.of("answer", 42), events.get(4).data().get("result"));
        assertEquals(Optional.of(new LogPosition(hello.field("epoch").orElseThrow(), 5)), last.position());
        assertEquals(1, last.connectionCount());
    }

    @Test
    void completions_without_an_id_close_the_oldest_open_call_of_their_tool() {
        manager.addConnection(connection);
        now(manager.sendToolExecuting(ALICE, "a", RUN));
        now(manager.sendToolExecuting(ALICE, "b", RUN));
        now(manager.sendToolExecuting(ALICE, "a", RUN));
        now(manager.sendToolCompleted(ALICE, Map.of("tool_name", "b"), RUN));
        now(manager.sendToolCompleted(ALICE, Map.of(), RUN));
        now(manager.sendToolCompleted(ALICE, Map.of(), RUN));
        now(manager.sendToolCompleted(ALICE, Map.of("error", "late"), RUN));
        List<Object> ids = connection.events().stream()
                .map(event -> event.data().get("tool_call_id"))
                .toList();
        assertEquals(List.of(ids.get(1), ids.get(0), ids.get(2)), ids.subList(3, 6));
        ReceivedFrame stray = connection.events().get(6);
        assertEquals("unknown", stray.data().get("tool_name"));
        assertEquals("error", stray.data().get("status"));
    }

    @Test
    void what_follows_the_terminal_event_is_refused() {
        manager.addConnection(connection);
        now(manager.sendAgentCompleted(ALICE, Map.of(), RUN));
        SendResult refused = now(manager.sendAgentThinking(ALICE, "more", RUN));
        assertEquals(Optional.of(ErrorIds.RUN_ENDED), refused.refusal());
        assertEquals(1, connection.events().size());
        assertTrue(
                now(manager.sendAgentThinking(ALICE, "other", RunId.of("r2"))).isAccepted());
    }

    @Test
    void a_payload_that_cannot_be_encoded_is_refused_at_the_call_and_takes_nothing_with_it() {
        manager.addConnection(connection);
        now(manager.sendToolExecuting(ALICE, "a", RUN));
        InvalidArgumentException refused = assertThrows(
                InvalidArgumentException.class, () -> manager.sendToolCompleted(ALICE, Map.of("x", new Object()), RUN));
        assertEquals(ErrorIds.UNSUPPORTED_VALUE, refused.errorId());
        assertTrue(refused.getMessage().contains("data.result.x"), refused.getMessage());
        InvalidArgumentException large = assertThrows(
                InvalidArgumentException.class, () -> manager.sendMessage(ALICE, Map.of("x", "y".repeat(300_000))));
        assertEquals(ErrorIds.MESSAGE_TOO_LARGE, large.errorId());
        now(manager.sendToolCompleted(ALICE, Map.of("x", 1), RUN));
        List<ReceivedFrame> events = connection.events();
        assertEquals(2, events.size());
        assertEquals(
                events.get(0).data().get("tool_call_id"), events.get(1).data().get("tool_call_id"));
    }

    @Test
    void connections_are_kept_by_id_and_by_socket() {
        assertTrue(manager.addConnection(connection));
        assertFalse(manager.addConnection(connection));
        assertEquals(1, connection.received().size());
        InMemoryConnection sameId =
                InMemoryConnection.builder(ALICE).id(connection.id()).build();
        assertEquals(
                ErrorIds.CONNECTION_ID_IN_USE,
                assertThrows(InvalidArgumentException.class, () -> manager.addConnection(sameId))
                        .errorId());
        InMemoryConnection sameSocket = InMemoryConnection.builder(ALICE)
                .webSocket(connection.webSocket())
                .build();
        assertThrows(InvalidArgumentException.class, () -> manager.addConnection(sameSocket));
        assertEquals(Set.of(connection.id()), manager.getUserConnections(ALICE));
        assertEquals(Optional.of(connection.id()), manager.getConnectionIdByWebSocket(connection.webSocket()));

        assertTrue(manager.removeConnection(connection.id()));
        assertFalse(manager.removeConnection(connection.id()));
        assertTrue(connection.isOpen());
        assertEquals(0, manager.getConnectionCount());
        assertEquals(Optional.empty(), manager.getConnectionIdByWebSocket(connection.webSocket()));
    }

    @Test
    void a_late_close_removes_no_successor() {
        manager.addConnection(connection);
        InMemoryConnection successor = InMemoryConnection.open(ALICE);
        manager.addConnection(successor);
        manager.removeConnection(connection.id());
        assertEquals(Set.of(successor.id()), manager.getUserConnections(ALICE));
    }

    @Test
    void a_thread_is_a_label() {
        InMemoryConnection labelled =
                InMemoryConnection.builder(ALICE).threadId(ThreadId.of("t1")).build();
        manager.addConnection(labelled);
        assertEquals(
                Optional.of(ThreadId.of("t1")),
                manager.getConnectionInfo(labelled.id()).orElseThrow().threadId());
        assertTrue(manager.updateConnectionThread(labelled.id(), ThreadId.of("t2")));
        assertEquals(
                Optional.of(ThreadId.of("t2")),
                manager.getConnectionInfo(labelled.id()).orElseThrow().threadId());
        assertFalse(manager.updateConnectionThread(ConnectionId.random(), ThreadId.of("t2")));
        now(manager.sendMessage(ALICE, Map.of("a", 1)));
        assertEquals(1, labelled.events().size());
    }

    @Test
    void disconnecting_a_user_closes_and_forgets_all_but_the_log() {
        InMemoryConnection second = InMemoryConnection.open(ALICE);
        manager.addConnection(connection);
        manager.addConnection(second);
        now(manager.sendMessage(ALICE, Map.of("a", 1)));
        assertEquals(2, manager.disconnectUser(ALICE));
        assertEquals(Optional.of(CloseReason.DONE), connection.closeReason());
        assertEquals(0, manager.disconnectUser(ALICE));
        assertEquals(
                2,
                now(manager.sendMessage(ALICE, Map.of("a", 2)))
                        .position()
                        .orElseThrow()
                        .seq());
    }

    @Test
    void a_connection_whose_writes_fail_is_removed_and_others_go_on() {
        InMemoryConnection failing = InMemoryConnection.open(ALICE);
        InMemoryConnection throwing = InMemoryConnection.open(ALICE);
        manager.addConnection(failing);
        manager.addConnection(throwing);
        manager.addConnection(connection);
        failing.failWrites(new IOException("reset"));
        throwing.throwOnWrite(new IllegalStateException("TEXT_FULL_WRITING"));
        assertTrue(now(manager.sendMessage(ALICE, Map.of("a", 1))).isAccepted());
        assertTrue(now(manager.sendMessage(ALICE, Map.of("a", 2))).isAccepted());
        assertEquals(2, connection.events().size());
        assertEquals(Set.of(connection.id()), manager.getUserConnections(ALICE));
        assertEquals(Optional.of(CloseReason.INTERNAL), throwing.closeReason());
    }

    @Test
    void a_view_carries_the_thread_of_its_context() {
        UserExecutionContext context =
                UserExecutionContext.builder(ALICE).threadId(ThreadId.of("t1")).build();
        try (WebSocketManager view = WebSocketManager.fromUserContext(context)) {
            view.addConnection(connection);
            now(view.sendMessage(ALICE, Map.of("a", 1)));
            assertEquals(Optional.of("t1"), connection.events().get(0).field("thread_id"));
            assertEquals(Optional.of(context), view.userContext());
        }
    }

    @Test
    void closing_says_goodbye_and_ends_everything() {
        manager.addConnection(connection);
        manager.close();
        manager.close();
        assertEquals(Optional.of(CloseReason.GOING_AWAY), connection.closeReason());
        assertEquals(
                ErrorIds.CLOSED,
                assertThrows(ClosedException.class, manager::getConnectionCount).errorId());
        assertThrows(ClosedException.class, () -> manager.sendMessage(ALICE, Map.of("a", 1)));
        assertThrows(ClosedException.class, () -> manager.addConnection(InMemoryConnection.open(ALICE)));
        assertFalse(manager.capabilities().isEmpty());
    }
}
