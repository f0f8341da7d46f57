// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.spi.ClientChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboundGateTest {
    private final List<String> seen = new ArrayList<>();
    private final InboundGate gate = new InboundGate(1_000);

    private final ClientChannel channel = new ClientChannel() {
        @Override
        public void onText(String text) {
            if (text.equals("bad")) {
                throw new AssertionError("a handler's own");
            }
            seen.add(text);
        }

        @Override
        public void onBinary() {
            seen.add("binary");
        }

        @Override
        public void onClosed() {
            seen.add("closed");
        }
    };

    @Test
    void whatIsThrownKeepsNeitherMessagesNorTheEndFromTheChannel() {
        gate.open(channel);
        assertThrows(AssertionError.class, () -> gate.offer(to -> to.onText("bad"), 3));
        assertTrue(gate.offer(to -> to.onText("good"), 4));
        gate.end();
        assertEquals(List.of("good", "closed"), seen);
    }

    /** The thread that learnt who the client is hands over what was held; the client goes on, for it is known by then. */
    @Test
    void aReaderWaitsForAHandlerOnAnotherThreadInsteadOfFailing() throws Exception {
        List<Integer> handled = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        assertTrue(gate.offer(
                to -> {
                    begun.countDown();
                    await(goOn);
                    handled.add(0);
                },
                1));
        Thread authenticator = new Thread(() -> gate.open(channel));
        authenticator.start();
        await(begun);
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread reader = new Thread(() -> taken.complete(IntStream.rangeClosed(1, InboundGate.MAX_WAITING + 5)
                .allMatch(i -> gate.offer(to -> handled.add(i), 1))));
        reader.start();
        while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), handled);
        goOn.countDown();
        assertTrue(taken.get(30, TimeUnit.SECONDS));
        authenticator.join();
        assertEquals(
                IntStream.rangeClosed(0, InboundGate.MAX_WAITING + 5).boxed().toList(), handled);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tooMuchIsRefusedWhileThereIsNoChannel() {
        for (int i = 0; i < InboundGate.MAX_WAITING; i++) {
            assertTrue(gate.offer(to -> to.onText("held"), 4));
        }
        assertFalse(gate.offer(to -> to.onText("more"), 4));
        gate.open(channel);
        assertEquals(Collections.nCopies(InboundGate.MAX_WAITING, "held"), seen);
    }
}
