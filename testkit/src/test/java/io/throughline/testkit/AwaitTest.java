// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    @Test
    void a_condition_that_holds_is_asked_once() {
        AtomicInteger asked = new AtomicInteger();
        Await.until("anything", () -> asked.incrementAndGet() > 0);
        assertEquals(1, asked.get());
    }

    @Test
    void waits_until_another_thread_makes_it_hold() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch wasAsked = new CountDownLatch(3);
        AtomicInteger value = new AtomicInteger();
        Thread other = new Thread(() -> {
            try {
                wasAsked.await();
                value.set(42);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        Await.until("the value", () -> {
            asked.incrementAndGet();
            wasAsked.countDown();
            return value.get() == 42;
        });
        other.join();
        assertTrue(asked.get() >= 3);
    }

    @Test
    void what_the_condition_throws_comes_out() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> Await.until("anything", () -> {
                    throw new IllegalStateException("broken");
                }));
        assertEquals("broken", thrown.getMessage());
    }

    @Test
    void null_is_refused() {
        assertThrows(NullPointerException.class, () -> Await.until("anything", null));
    }
}
