// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {
    @Test
    void a_task_that_throws_is_called_again() {
        AtomicInteger calls = new AtomicInteger();
        Runnable cancel = Ticker.shared().every(Duration.ofMillis(1), () -> {
            calls.incrementAndGet();
            throw new OutOfMemoryError("made up by a test");
        });
        try {
            Await.until("a second call after an error", () -> calls.get() >= 2);
        } finally {
            cancel.run();
        }
    }
}
