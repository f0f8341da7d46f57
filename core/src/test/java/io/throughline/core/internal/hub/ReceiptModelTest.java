// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.LogPosition;
import io.throughline.api.Receipt;
import io.throughline.api.SendResult;
import io.throughline.api.spi.ClientChannel;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * Receipts against a model that looks at what clients really received: a client has handled an event if, and only if, it
 * received it and then acknowledged it or a later one.
 */
class ReceiptModelTest {
    enum Act {
        SEND,
        SEND_SEVEN,
        ATTACH,
        RESUME,
        ACK,
        STALL,
        FLOW,
        CUT,
        FORGET
    }

    record Step(Act act, int client) {}

    /** What the model knows of one client; a forgotten one is replaced by another. */
    private static final class Client {
        final @Nullable String id;
        final TreeSet<Long> handled = new TreeSet<>();
        TreeSet<Long> received = new TreeSet<>();

        @Nullable
        InMemoryConnection connection;

        @Nullable
        ClientChannel channel;

        int seen;

        Client(@Nullable String id) {
            this.id = id;
        }

        void look() {
            List<ReceivedFrame> events = connection.events();
            events.subList(seen, events.size())
                    .forEach(event -> received.add(event.seq().getAsLong()));
            seen = events.size();
        }
    }

    private record Sent(long seq, Receipt receipt, List<Client> attached, CompletableFuture<Receipt> all) {}

    private TestHub hub = new TestHub();
    private String epoch = "";
    private List<Client> clients = new ArrayList<>();
    private List<Sent> sent = new ArrayList<>();
    private List<Receipt> settled = new ArrayList<>();
    private List<Integer> settledAt = new ArrayList<>();
    private Set<Sent> givenUp = new LinkedHashSet<>();

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Act.class), Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 2_000)
    void a_client_has_handled_what_it_received_and_acknowledged(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 12) int bound) {
        hub = new TestHub(bound, Duration.ofMinutes(1));
        LogPosition first = hub.think("r");
        epoch = first.epoch();
        clients = new ArrayList<>(List.of(new Client("a"), new Client("b"), new Client("c"), new Client(null)));
        sent = new ArrayList<>();
        settled = new ArrayList<>();
        settledAt = new ArrayList<>();
        givenUp = new LinkedHashSet<>();
        for (Step step : steps) {
            act(step);
            check();
        }
    }

    private void act(Step step) {
        Client client = clients.get(step.client());
        switch (step.act()) {
            case SEND -> send();
            case SEND_SEVEN -> {
                for (int i = 0; i < 7; i++) {
                    send();
                }
            }
            case ATTACH -> attach(client, null);
            case RESUME -> attach(client, client.received.isEmpty() ? null : epoch + ":" + client.received.last());
            case FORGET -> forget();
            default -> {
                if (client.connection != null) {
                    actOn(client, step);
                }
            }
        }
    }

    private void actOn(Client client, Step step) {
        switch (step.act()) {
            case ACK -> {
                client.look();
                if (!client.received.isEmpty()) {
                    client.channel.onText("{\"type\":\"ack\",\"seq\":" + client.received.last() + "}");
                    client.handled.addAll(client.received);
                }
            }
            case STALL -> client.connection.pause();
            case FLOW -> client.connection.resume();
            case CUT -> cut(client, step.client());
            default -> throw new AssertionError(step);
        }
    }

    private void send() {
        List<Client> attached =
                clients.stream().filter(client -> client.connection != null).toList();
        SendResult result = hub.send("agent_thinking", "r");
        Receipt receipt = result.receipt();
        sent.add(new Sent(
                result.position().orElseThrow().seq(),
                receipt,
                attached,
                receipt.handledByAll().toCompletableFuture()));
    }

    private void attach(Client client, @Nullable String cursor) {
        if (client.connection != null) {
            return;
        }
        if (cursor == null) {
            // it says nothing of what it had, so only what it acknowledged is known
            client.received = new TreeSet<>(client.handled);
        }
        client.seen = 0;
        client.connection = InMemoryConnection.open(TestHub.ALICE);
        client.channel = hub.connect(client.connection, cursor, client.id);
    }

    private void cut(Client client, int index) {
        client.look();
        client.channel.onClosed();
        client.connection = null;
        if (client.id == null) {
            clients.set(index, new Client(null));
        }
    }

    /** Lets so much time pass that those who are away are forgotten. */
    private void forget() {
        for (int i = 0; i < clients.size(); i++) {
            Client client = clients.get(i);
            if (client.connection == null) {
                clients.set(i, new Client(client.id));
            } else {
                client.connection.resume();
            }
        }
        hub.pass(Duration.ofMinutes(1));
    }

    private void check() {
        for (Sent event : sent) {
            long handled = event.attached().stream()
                    .filter(client -> client.handled.contains(event.seq()))
                    .count();
            assertEquals(event.attached().size(), event.receipt().attached());
            assertEquals(handled, event.receipt().handled(), "of event " + event.seq());
            boolean byAll = event.receipt().isHandledByAll();
            assertTrue(event.all().isDone() || !byAll, "the stage of event " + event.seq());
            assertTrue(event.all().isDone() || !event.receipt().isSettled(), "the stage of event " + event.seq());
            if (event.all().isDone() && !byAll) {
                givenUp.add(event);
            }
            if (event.receipt().isSettled() && !settled.contains(event.receipt())) {
                settled.add(event.receipt());
                settledAt.add(event.receipt().handled());
            }
        }
        for (int i = 0; i < settled.size(); i++) {
            assertTrue(settled.get(i).isSettled());
            assertEquals(settledAt.get(i), settled.get(i).handled(), "what is settled changes no more");
        }
        for (Sent event : givenUp) {
            assertFalse(event.receipt().isHandledByAll(), "what is given up does not happen later");
        }
    }
}
