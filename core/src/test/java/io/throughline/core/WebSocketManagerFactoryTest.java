// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ClosedException;
import io.throughline.api.ConnectionId;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.UserIsolationException;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketManagerFactoryTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserId BOB = UserId.of("bob");

    private final WebSocketManagerFactory factory = new WebSocketManagerFactory();
    private final WebSocketManager one = factory.createIsolatedManager(UserExecutionContext.of(ALICE));
    private final WebSocketManager other = factory.createIsolatedManager(UserExecutionContext.of(ALICE));
    private final WebSocketManager bobs = factory.createIsolatedManager(UserExecutionContext.of(BOB));
    private final InMemoryConnection connection = InMemoryConnection.open(ALICE);

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void all_views_of_a_user_and_the_hub_share_one_order() {
        InMemoryConnection second = InMemoryConnection.open(ALICE);
        one.addConnection(connection);
        factory.hub().manager().addConnection(second);
        List.of(one, other, factory.hub().manager())
                .forEach(manager -> manager.sendMessage(ALICE, Map.of("from", manager.toString()))
                        .toCompletableFuture()
                        .join());
        List<Long> seqs = connection.events().stream()
                .map(event -> event.seq().orElseThrow())
                .toList();
        assertEquals(List.of(1L, 2L, 3L), seqs);
        assertEquals(
                connection.events().stream().map(ReceivedFrame::text).toList(),
                second.events().stream().map(ReceivedFrame::text).toList());
    }

    @Test
    void a_view_sees_its_user_alone() {
        one.addConnection(connection);
        InMemoryConnection bob = InMemoryConnection.open(BOB);
        bobs.addConnection(bob);
        assertEquals(1, one.getConnectionCount());
        assertEquals(2, factory.getActiveConnectionsCount());
        assertEquals(Optional.empty(), bobs.getConnectionInfo(connection.id()));
        assertEquals(Optional.empty(), bobs.getConnectionIdByWebSocket(connection.webSocket()));
        assertFalse(bobs.removeConnection(connection.id()));
        assertFalse(bobs.updateConnectionThread(connection.id(), ThreadId.of("t")));
        assertThrows(UserIsolationException.class, () -> bobs.getUserConnections(ALICE));
        assertThrows(UserIsolationException.class, () -> bobs.disconnectUser(ALICE));
        assertThrows(UserIsolationException.class, () -> bobs.sendMessage(ALICE, Map.of("a", 1)));
        assertThrows(UserIsolationException.class, () -> bobs.addConnection(InMemoryConnection.open(ALICE)));
        assertEquals(0, connection.events().size());
        assertEquals(1, one.getUserConnections(ALICE).size());
    }

    @Test
    void the_newest_live_view_of_a_user_is_found() {
        assertSame(other, factory.getManagerByUser(ALICE).orElseThrow());
        assertEquals(List.of(one, other), factory.getManagersByUser(ALICE));
        assertTrue(factory.cleanupManager(other));
        assertSame(one, factory.getManagerByUser(ALICE).orElseThrow());
        one.close();
        assertEquals(Optional.empty(), factory.getManagerByUser(ALICE));
        assertFalse(factory.cleanupManager(one));
        assertEquals(Optional.empty(), factory.getManagerByUser(UserId.of("nobody")));
    }

    @Test
    void cleaning_up_ends_the_view_not_the_connections() {
        one.addConnection(connection);
        assertTrue(factory.cleanupManager(one));
        assertThrows(ClosedException.class, one::getConnectionCount);
        assertTrue(connection.isOpen());
        other.sendMessage(ALICE, Map.of("a", 1)).toCompletableFuture().join();
        assertEquals(1, connection.events().size());
    }

    @Test
    void a_stranger_is_not_cleaned_up() {
        try (WebSocketManagerFactory strange = new WebSocketManagerFactory();
                WebSocketManager alone = new WebSocketManager()) {
            assertFalse(strange.cleanupManager(one));
            assertFalse(factory.cleanupManager(alone));
            assertFalse(factory.cleanupManager(factory.hub().manager()));
        }
        assertEquals(Optional.empty(), one.getConnectionInfo(ConnectionId.random()));
    }

    @Test
    void a_factory_over_a_given_hub_leaves_it_open() {
        try (Hub hub = Hub.create()) {
            WebSocketManagerFactory guest = new WebSocketManagerFactory(hub);
            WebSocketManager view = guest.createIsolatedManager(UserExecutionContext.of(ALICE));
            guest.close();
            assertThrows(ClosedException.class, view::getConnectionCount);
            assertThrows(ClosedException.class, () -> guest.createIsolatedManager(UserExecutionContext.of(ALICE)));
            assertEquals(0, hub.manager().getConnectionCount());
        }
    }

    @Test
    void a_view_made_while_the_factory_closes_is_closed_or_refused() {
        try (Hub hub = Hub.create()) {
            for (int round = 0; round < 20; round++) {
                WebSocketManagerFactory closing = new WebSocketManagerFactory(hub);
                Queue<WebSocketManager> made = new ConcurrentLinkedQueue<>();
                CompletableFuture<Void> maker = CompletableFuture.runAsync(() -> {
                    while (true) {
                        made.add(closing.createIsolatedManager(UserExecutionContext.of(ALICE)));
                    }
                });
                Await.until("the first view", () -> !made.isEmpty());
                closing.close();
                assertThrows(CompletionException.class, maker::join);
                made.forEach(view -> assertThrows(ClosedException.class, view::getConnectionCount));
            }
        }
    }

    @Test
    void cleaning_up_after_the_factory_was_closed_harms_nobody() {
        factory.close();
        assertFalse(factory.cleanupManager(one));
    }
}
