// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.LogPosition;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens, a connection sees a contiguous run of its user's log or an explicit gap. */
class CursorPropertiesTest {

    /** What can happen to a hub with a few clients. */
    enum Step {
        SEND,
        SEND_MANY,
        CONNECT,
        CONNECT_EARLIEST,
        STALL,
        FLOW,
        WRITE_ONE,
        CUT,
        COME_BACK
    }

    /** A client: its present connection, and the place up to which it has seen the log. */
    private static final class Client {
        InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
        boolean attached;
        String cursor;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(Step.class).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 2_000)
    void each_connection_sees_a_contiguous_run_or_an_explicit_gap(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int bound) {
        TestHub hub = new TestHub(bound, Duration.ofHours(1));
        LogPosition head = hub.think("r");
        List<Client> clients = new ArrayList<>();
        int turn = 0;
        for (Step step : steps) {
            Client client = clients.isEmpty() ? null : clients.get(turn++ % clients.size());
            switch (step) {
                case SEND -> head = hub.think("r");
                case SEND_MANY -> {
                    for (int i = 0; i < 100; i++) {
                        head = hub.think("r");
                    }
                }
                case CONNECT -> clients.add(connect(hub, null));
                case CONNECT_EARLIEST -> clients.add(connect(hub, "earliest"));
                default -> {
                    if (client != null) {
                        act(hub, client, step);
                    }
                }
            }
        }
        for (Client client : clients) {
            client.connection.resume();
            long reached = check(client.connection.received());
            if (client.attached) {
                assertEquals(head.seq(), reached, "an attached client is at the head in the end");
            }
        }
    }

    private static Client connect(TestHub hub, String cursor) {
        Client client = new Client();
        hub.connect(client.connection, cursor);
        client.attached = true;
        return client;
    }

    private static void act(TestHub hub, Client client, Step step) {
        switch (step) {
            case STALL -> client.connection.pause();
            case FLOW -> client.connection.resume();
            case WRITE_ONE -> client.connection.completeNextWrite();
            case CUT -> {
                hub.core.find(client.connection.id()).ifPresent(AttachedConnection::detach);
                client.attached = false;
                client.cursor = cursorOf(client.connection);
            }
            case COME_BACK -> {
                if (!client.attached && client.cursor != null) {
                    long seen = Long.parseLong(client.cursor.substring(client.cursor.indexOf(':') + 1));
                    client.connection = InMemoryConnection.open(TestHub.ALICE);
                    hub.connect(client.connection, client.cursor);
                    client.attached = true;
                    assertFollows(seen, client.connection.received());
                }
            }
            default -> throw new AssertionError(step);
        }
    }

    private static String cursorOf(InMemoryConnection connection) {
        List<ReceivedFrame> received = connection.received();
        String epoch = received.get(0).field("epoch").orElseThrow();
        return epoch + ":" + check(received);
    }

    /** The first thing after hello is the next event, or a gap that begins with it. */
    private static void assertFollows(long seen, List<ReceivedFrame> received) {
        boolean resumed = received.get(0).field("resumed").orElseThrow().equals("true");
        if (received.size() > 1) {
            ReceivedFrame first = received.get(1);
            String next = resumed
                    ? first.field("seq").orElseThrow()
                    : first.field("from").orElseThrow();
            assertEquals(seen + 1, Long.parseLong(next));
            assertEquals(resumed ? "agent_thinking" : "gap", first.type());
        } else {
            assertTrue(resumed);
            assertEquals(seen, Long.parseLong(received.get(0).field("seq").orElseThrow()));
        }
    }

    /** Walks what a client received; answers the last seq that it knows of. */
    private static long check(List<ReceivedFrame> received) {
        assertEquals("hello", received.get(0).type());
        long last = -1;
        for (ReceivedFrame frame : received.subList(1, received.size())) {
            long from = Long.parseLong(
                    frame.field(frame.type().equals("gap") ? "from" : "seq").orElseThrow());
            assertTrue(last == -1 || from == last + 1, () -> "a jump without a gap: " + received);
            last = frame.type().equals("gap") ? Long.parseLong(frame.field("to").orElseThrow()) : from;
        }
        return last == -1 ? Long.parseLong(received.get(0).field("seq").orElseThrow()) : last;
    }
}
