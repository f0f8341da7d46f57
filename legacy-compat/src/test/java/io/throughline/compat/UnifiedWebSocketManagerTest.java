// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClosedException;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.UserIsolationException;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("removal")
class UnifiedWebSocketManagerTest {
    private static final UserId ALICE = UserId.of("alice");

    private final Hub hub = Hub.create();
    private final UnifiedWebSocketManager ofAll = new UnifiedWebSocketManager(hub.manager());
    private final UnifiedWebSocketManager ofAlice = new UnifiedWebSocketManager(WebSocketManager.builder()
            .hub(hub)
            .userContext(UserExecutionContext.of(ALICE))
            .build());
    private final InMemoryConnection connection =
            InMemoryConnection.builder(ALICE).threadId(ThreadId.of("t1")).build();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void old_sends_arrive_as_the_managers_own() {
        hub.manager().addConnection(connection);
        assertTrue(ofAll.sendToUser("alice", Map.of("text", "hi"))
                .toCompletableFuture()
                .join()
                .isAccepted());
        assertTrue(ofAll.emitCriticalEvent("alice", "agent_thinking", Map.of("run_id", "r1", "thought", "hm"))
                .toCompletableFuture()
                .join()
                .isAccepted());
        List<ReceivedFrame> events = connection.events();
        assertEquals(
                List.of("message", "agent_thinking"),
                events.stream().map(ReceivedFrame::type).toList());
        assertEquals("hi", events.get(0).data().get("text"));
        assertEquals("r1", events.get(1).field("run_id").orElseThrow());
    }

    @Test
    void a_send_to_a_thread_says_true_only_of_what_was_taken() {
        assertFalse(ofAlice.sendToThread("t1", Map.of("text", "nobody there")));
        hub.manager().addConnection(connection);
        assertTrue(ofAlice.sendToThread("t1", Map.of("text", "hi")));
        assertFalse(ofAlice.sendToThread("t2", Map.of("text", "another thread")));
        assertFalse(ofAll.sendToThread("t1", Map.of("text", "whose?")));
        assertEquals(1, connection.events().size());
        assertEquals("t1", connection.events().get(0).field("thread_id").orElseThrow());
    }

    @Test
    void a_boolean_never_stands_for_a_send_that_failed_or_is_still_open() {
        assertFalse(LegacySends.wasTaken(new CompletableFuture<>()));
        assertFalse(LegacySends.wasTaken(CompletableFuture.failedFuture(new IllegalStateException())));
        assertTrue(LegacySends.wasTaken(CompletableFuture.completedFuture(SendResult.handedOver(1))));
    }

    @Test
    void old_questions_are_answered_from_the_manager() {
        assertFalse(ofAll.isConnectionActive("alice"));
        hub.manager().addConnection(connection);
        assertTrue(ofAll.isConnectionActive("alice"));
        assertFalse(ofAll.isConnectionActive("bob"));
        assertEquals(Map.of("total_connections", 1), ofAll.getStats());

        Map<String, Object> health = ofAll.getConnectionHealth("alice");
        assertEquals("alice", health.get("user_id"));
        assertEquals(1, health.get("active_connections"));
        assertEquals(true, health.get("has_active_connections"));
        Map<?, ?> described = (Map<?, ?>) ((List<?>) health.get("connections")).get(0);
        assertEquals(connection.id().value(), described.get("connection_id"));
        assertEquals("t1", described.get("thread_id"));
        assertEquals(false, ofAll.getConnectionHealth("bob").get("has_active_connections"));
    }

    @Test
    void wrong_arguments_are_refused_as_by_the_manager() {
        assertThrows(NullPointerException.class, () -> new UnifiedWebSocketManager(null));
        assertThrows(NullPointerException.class, () -> ofAll.sendToUser(null, Map.of("a", 1)));
        assertThrows(NullPointerException.class, () -> ofAll.sendToUser("alice", null));
        assertThrows(InvalidArgumentException.class, () -> ofAll.sendToUser(" ", Map.of("a", 1)));
        assertThrows(InvalidArgumentException.class, () -> ofAll.sendToUser("alice", Map.of()));
        assertThrows(InvalidArgumentException.class, () -> ofAll.sendToThread("t1", Map.of()));
        assertThrows(NullPointerException.class, () -> ofAll.sendToThread("t1", null));
        assertThrows(InvalidArgumentException.class, () -> ofAll.emitCriticalEvent("alice", "No Event", Map.of()));
        assertThrows(InvalidArgumentException.class, () -> ofAll.isConnectionActive(""));
        assertThrows(InvalidArgumentException.class, () -> ofAll.getConnectionHealth(""));
        assertThrows(UserIsolationException.class, () -> ofAlice.sendToUser("bob", Map.of("a", 1)));
        ofAlice.close();
        assertThrows(ClosedException.class, ofAlice::getStats);
        assertThrows(ClosedException.class, () -> ofAlice.sendToThread("t1", Map.of("a", 1)));
    }

    @Test
    void a_bridge_without_a_manager_makes_one_and_ends_it() {
        UnifiedWebSocketManager alone = new UnifiedWebSocketManager();
        alone.addConnection(connection);
        alone.sendToUser("alice", Map.of("text", "hi"));
        assertEquals(1, connection.events().size());
        alone.close();
        assertFalse(connection.isOpen());
    }

    @Test
    void the_singleton_answers_what_was_installed_first() {
        WebSocketManagerSingleton.install(hub.manager());
        WebSocketManagerSingleton.install(hub.manager());
        assertSame(hub.manager(), WebSocketManagerSingleton.getWebSocketManager());
        try (WebSocketManager another = new WebSocketManager()) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> WebSocketManagerSingleton.install(another));
            assertTrue(refused.getMessage().startsWith("[TL-2002] "), refused.getMessage());
        }
        assertThrows(NullPointerException.class, () -> WebSocketManagerSingleton.install(null));
    }
}
