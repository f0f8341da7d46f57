// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.spi.Authentication;
import io.throughline.core.Hub;
import io.throughline.testkit.Await;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeepsAliveTest {

    private static boolean keepsTheProcessAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("throughline-selector") && !thread.isDaemon());
    }

    @Test
    void a_server_that_listens_keeps_the_process_alive_until_it_is_closed() {
        try (Hub hub = Hub.create()) {
            ThroughlineServer server = ThroughlineServer.builder()
                    .hub(hub)
                    .authenticator(
                            request -> CompletableFuture.completedFuture(Authentication.refused("nobody comes in")))
                    .port(0)
                    .build()
                    .start();
            assertTrue(keepsTheProcessAlive());
            server.close();
            Await.until("its threads end", () -> !keepsTheProcessAlive());
        }
    }
}
