// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.InvalidArgumentException;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.HandshakeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicketAuthenticatorTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final UserId BOB = UserId.of("bob");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final TicketAuthenticator tickets = TicketAuthenticator.builder()
            .clock(() -> now)
            .maxPerUser(3)
            .maxOutstanding(5)
            .build();

    private static Authentication shown(TicketAuthenticator tickets, String ticket) {
        return tickets.authenticate(HandshakeRequest.builder("/ws")
                        .query(Map.of("ticket", List.of(ticket)))
                        .build())
                .toCompletableFuture()
                .join();
    }

    private Optional<UserId> user(String ticket) {
        return shown(tickets, ticket).userId();
    }

    @Test
    void a_ticket_is_good_once() {
        String ticket = tickets.issue(ALICE);
        assertTrue(ticket.matches("[A-Za-z0-9_-]{43}"), ticket);
        assertEquals(Optional.of(ALICE), user(ticket));
        Authentication again = shown(tickets, ticket);
        assertEquals(Optional.empty(), again.userId());
        assertFalse(again.isAbsent());
        assertFalse(again.reason().contains(ticket));
        assertEquals(0, tickets.outstanding());
    }

    @Test
    void a_ticket_is_good_for_its_time() {
        String late = tickets.issue(ALICE);
        String early = tickets.issue(ALICE);
        now = now.plusMillis(29_999);
        assertEquals(Optional.of(ALICE), user(early));
        now = now.plusMillis(1);
        assertEquals(Optional.empty(), user(late));
        assertEquals(0, tickets.outstanding());
    }

    @Test
    void unknown_tickets_are_refused_and_no_ticket_is_no_proof() {
        tickets.issue(ALICE);
        for (String wrong : List.of("", "x", "A".repeat(43), "A".repeat(100_000), "\u0000", "\ud83d".repeat(43))) {
            assertEquals(Optional.empty(), user(wrong));
            assertFalse(shown(tickets, wrong).isAbsent());
        }
        assertTrue(tickets.authenticate(HandshakeRequest.builder("/ws").build())
                .toCompletableFuture()
                .join()
                .isAbsent());
        assertEquals(1, tickets.outstanding());
        assertFalse(tickets.takesTokens());
    }

    @Test
    void the_connection_may_end_with_the_session_that_the_ticket_was_issued_for() {
        Instant end = now.plusSeconds(600);
        assertEquals(Optional.of(end), shown(tickets, tickets.issue(ALICE, end)).expiresAt());
        assertEquals(
                Optional.empty(), shown(tickets, tickets.issue(ALICE, null)).expiresAt());
    }

    @Test
    void a_user_who_asks_for_many_loses_its_own_oldest() {
        String bobs = tickets.issue(BOB);
        List<String> alices = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            alices.add(tickets.issue(ALICE));
        }
        assertEquals(4, tickets.outstanding());
        assertEquals(Optional.empty(), user(alices.get(96)));
        assertEquals(Optional.of(ALICE), user(alices.get(97)));
        assertEquals(Optional.of(ALICE), user(alices.get(99)));
        assertEquals(Optional.of(BOB), user(bobs));
    }

    @Test
    void tickets_of_many_users_are_bounded() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(tickets.issue(UserId.of("user-" + i)));
        }
        assertEquals(5, tickets.outstanding());
        assertEquals(Optional.empty(), user(all.get(94)));
        assertEquals(Optional.of(UserId.of("user-95")), user(all.get(95)));
    }

    @Test
    void a_clock_that_is_set_back_makes_no_ticket_good_for_longer_than_its_own_end() {
        String ticket = tickets.issue(ALICE);
        now = now.minusSeconds(3_600);
        String second = tickets.issue(ALICE);
        now = now.plusSeconds(40);
        assertEquals(Optional.empty(), user(second));
        now = now.plusSeconds(3_600);
        assertEquals(Optional.empty(), user(ticket));
    }

    @Test
    void of_64_that_show_one_ticket_at_once_one_gets_in() throws Exception {
        TicketAuthenticator own = TicketAuthenticator.builder().build();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            for (int round = 0; round < 50; round++) {
                String ticket = own.issue(ALICE);
                CountDownLatch all = new CountDownLatch(64);
                List<Future<Boolean>> attempts = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    attempts.add(threads.submit(() -> {
                        all.countDown();
                        all.await();
                        return shown(own, ticket).userId().isPresent();
                    }));
                }
                int winners = 0;
                for (Future<Boolean> attempt : attempts) {
                    winners += attempt.get(60, TimeUnit.SECONDS) ? 1 : 0;
                }
                assertEquals(1, winners);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tickets_do_not_repeat() {
        TicketAuthenticator own = TicketAuthenticator.builder().build();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertTrue(seen.add(own.issue(ALICE)));
        }
    }

    @Test
    void wrong_settings_are_refused() {
        assertThrows(
                InvalidArgumentException.class,
                () -> TicketAuthenticator.builder().lifetime(Duration.ofMillis(999)));
        assertThrows(
                InvalidArgumentException.class,
                () -> TicketAuthenticator.builder().lifetime(Duration.ofMinutes(11)));
        assertThrows(
                InvalidArgumentException.class,
                () -> TicketAuthenticator.builder().maxPerUser(0));
        assertThrows(
                InvalidArgumentException.class,
                () -> TicketAuthenticator.builder().maxOutstanding(0));
    }
}
