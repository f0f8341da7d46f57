// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.core.Hub;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How connections end, and what slow and greedy clients do to others: nothing. */
public abstract class ClosingScenarios extends WireScenarios {
    private static final int BIG = 16 * 1024;

    @Test
    void aConnectionThatTheClientClosesIsForgotten() {
        start();
        try (WireClient client = connect(ALICE)) {
            awaitConnections(ALICE, 1);
            client.leave();
            assertEquals(1000, client.closeCode());
            awaitConnections(ALICE, 0);
        }
    }

    @Test
    void aConnectionThatIsResetIsForgotten() {
        start();
        RawClient client = RawClient.connect(port(), "alice", 0);
        client.readText();
        awaitConnections(ALICE, 1);
        client.reset();
        awaitConnections(ALICE, 0);
    }

    @Test
    void aConnectionThatIsResetWhileManyEventsAreSentIsForgotten() {
        start();
        try (WireClient other = connect(ALICE)) {
            RawClient client = RawClient.connect(port(), "alice", 4_096);
            client.readText();
            for (int i = 0; i < 500; i++) {
                manager().sendMessage(ALICE, Map.of("i", i));
                if (i == 250) {
                    client.reset();
                }
            }
            assertContiguous(1, other.events(500));
            awaitConnections(ALICE, 1);
        }
    }

    @Test
    void closingTheHubSaysGoingAway() {
        start();
        try (WireClient one = connect(ALICE);
                WireClient two = connect(BOB)) {
            hub().close();
            assertEquals(1001, one.closeCode());
            assertEquals(1001, two.closeCode());
        }
    }

    @Test
    void disconnectingAUserClosesAllOfItsConnectionsAndNoOthers() {
        start();
        try (WireClient one = connect(ALICE);
                WireClient two = connect(ALICE);
                WireClient bob = connect(BOB)) {
            assertEquals(2, manager().disconnectUser(ALICE));
            assertEquals(1000, one.closeCode());
            assertEquals(1000, two.closeCode());
            manager().sendMessage(BOB, Map.of("n", 1));
            bob.first("message");
        }
    }

    @Test
    void aBurstArrivesWholeAndInOrder() {
        start(Hub.builder().logMaxEntries(20_000).logMaxBytes(64 << 20).build());
        try (WireClient one = connect(ALICE);
                WireClient two = connect(ALICE)) {
            for (int i = 0; i < 10_000; i++) {
                manager().sendMessage(ALICE, Map.of("i", i));
            }
            assertContiguous(1, one.events(10_000));
            assertContiguous(1, two.events(10_000));
        }
    }

    /** The slow client takes nothing of 32 MB; the others must not notice, and it gets all of it once it reads again. */
    @Test
    void aClientThatDoesNotReadDelaysNobodyAndLosesNothing() {
        start(Hub.builder().logMaxEntries(20_000).logMaxBytes(256 << 20).build());
        int count = 2_000;
        String big = "x".repeat(BIG);
        try (RawClient slow = RawClient.connect(port(), "alice", 4_096);
                WireClient quick = connect(ALICE);
                WireClient bob = connect(BOB)) {
            awaitConnections(ALICE, 2);
            for (int i = 0; i < count; i++) {
                CompletableFuture<?> sent =
                        manager().sendMessage(ALICE, Map.of("i", i, "big", big)).toCompletableFuture();
                assertTrue(sent.isDone());
            }
            assertContiguous(1, quick.events(count));
            manager().sendMessage(BOB, Map.of("n", 1));
            bob.first("message");
            assertEquals("hello", ReceivedFrame.parse(slow.readText()).type());
            for (int i = 1; i <= count; i++) {
                assertEquals(i, ReceivedFrame.parse(slow.readText()).seq().getAsLong());
            }
        }
    }

    @Test
    void aClientThatDoesNotReadCanBeClosed() {
        start(Hub.builder().logMaxBytes(256 << 20).build());
        String big = "x".repeat(BIG);
        try (RawClient slow = RawClient.connect(port(), "alice", 4_096);
                WireClient bob = connect(BOB)) {
            awaitConnections(ALICE, 1);
            for (int i = 0; i < 1_000; i++) {
                manager().sendMessage(ALICE, Map.of("i", i, "big", big));
            }
            assertEquals(1, manager().disconnectUser(ALICE));
            awaitConnections(ALICE, 0);
            manager().sendMessage(BOB, Map.of("n", 1));
            bob.first("message");
            assertTrue(List.of(1000, 1006).contains(slow.readCloseCode()), "it is closed, and not left open for ever");
        }
    }
}
