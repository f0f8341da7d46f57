// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.Receipt;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/** Sends, acknowledgements, detaching and waiting at once: no stage is forgotten, and none completes for nothing. */
class ConcurrentReceiptTest {
    private static final int SENDERS = 3;
    private static final int EVENTS = 300;
    private static final int ROUNDS = 60;
    private static final RunId RUN = RunId.of("r1");

    private final Hub hub = Hub.builder().logMaxEntries(50_000).build();
    private final CyclicBarrier start = new CyclicBarrier(SENDERS + 3);
    private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Receipt>> stages = new ConcurrentLinkedQueue<>();

    @RepeatedTest(5)
    void every_stage_completes_when_its_event_is_over() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 3);
        try {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                parts.add(this::send);
            }
            parts.add(() -> comeAndGo("one"));
            parts.add(() -> comeAndGo("two"));
            parts.add(() -> comeAndGo(null));
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(SENDERS * EVENTS, receipts.size());
        for (Receipt receipt : receipts) {
            assertTrue(receipt.handled() <= receipt.attached());
        }
        stages.forEach(stage -> {
            if (stage.isDone()) {
                Receipt receipt = stage.join();
                assertTrue(receipt.isHandledByAll() || receipt.attached() == 0 || hasLost(receipt), receipt::toString);
            }
        });
        comeBackAndAcknowledgeAll("one");
        comeBackAndAcknowledgeAll("two");
        Await.until(
                () -> stages.stream().filter(stage -> !stage.isDone()).count() + " stages are open",
                () -> stages.stream().allMatch(CompletableFuture::isDone));
        receipts.forEach(receipt -> assertTrue(receipt.isSettled(), receipt::toString));
        hub.close();
    }

    /** Some client is gone for good, so that not all can have handled it, now or ever. */
    private static boolean hasLost(Receipt receipt) {
        return receipt.handled() < receipt.attached();
    }

    private Void send() throws Exception {
        AgentEvent event = AgentEvent.builder(EventType.AGENT_THINKING)
                .runId(RUN)
                .data(Map.of("thought", "t"))
                .build();
        start.await();
        for (int i = 0; i < EVENTS; i++) {
            SendResult result = hub.manager()
                    .sendAgentEvent(TestHub.ALICE, event)
                    .toCompletableFuture()
                    .join();
            receipts.add(result.receipt());
            stages.add(result.receipt().handledByAll().toCompletableFuture());
        }
        return null;
    }

    /** Attaches, acknowledges what came, goes, and comes back with its cursor. */
    private Void comeAndGo(String clientId) throws Exception {
        String cursor = null;
        start.await();
        for (int round = 0; round < ROUNDS; round++) {
            cursor = acknowledgeOnce(clientId, cursor);
        }
        return null;
    }

    private void comeBackAndAcknowledgeAll(String clientId) {
        acknowledgeOnce(clientId, "earliest");
    }

    private String acknowledgeOnce(String clientId, String cursor) {
        InMemoryConnection connection = InMemoryConnection.open(TestHub.ALICE);
        ClientChannel channel = hub.connect(
                connection,
                ConnectOptions.builder().cursor(cursor).clientId(clientId).build());
        ReceivedFrame hello = connection.received().get(0);
        if ("earliest".equals(cursor)) {
            Await.until(() -> "all events", () -> connection.events().size() == SENDERS * EVENTS);
        }
        List<ReceivedFrame> events = connection.events();
        long last = events.isEmpty() ? 0 : events.get(events.size() - 1).seq().getAsLong();
        channel.onText("{\"type\":\"ack\",\"seq\":" + last + "}");
        channel.onClosed();
        return last == 0 ? cursor : hello.field("epoch").orElseThrow() + ":" + last;
    }
}
