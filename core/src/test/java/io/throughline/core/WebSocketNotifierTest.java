// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.AgentEvent;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventType;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSocketNotifierTest {
    private static WebSocketManagerProtocol managerThatAnswers(Supplier<@Nullable Object> answer) {
        return (WebSocketManagerProtocol) Proxy.newProxyInstance(
                WebSocketNotifierTest.class.getClassLoader(),
                new Class<?>[] {WebSocketManagerProtocol.class},
                (proxy, method, arguments) -> answer.get());
    }

    private static void assertCounted(Supplier<@Nullable Object> answer) {
        WebSocketNotifier notifier = new WebSocketNotifier(managerThatAnswers(answer));
        SendResult result = notifier.sendEvent(
                        UserId.of("alice"),
                        AgentEvent.builder(EventType.MESSAGE).put("a", 1).build())
                .toCompletableFuture()
                .join();
        assertEquals(Optional.of(ErrorIds.NOTIFY_FAILED), result.refusal());
        assertEquals(1, notifier.failedCount());
        assertEquals(0, notifier.acceptedCount());
    }

    @Test
    void a_manager_that_throws_or_fails_is_counted() {
        assertCounted(() -> {
            throw new IllegalStateException("broken");
        });
        assertCounted(() -> {
            throw new AssertionError("broken");
        });
        CompletionStage<SendResult> failed = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertCounted(() -> failed);
    }

    @Test
    void a_manager_that_answers_nothing_is_counted() {
        assertCounted(() -> null);
        CompletionStage<@Nullable SendResult> nothing = CompletableFuture.completedFuture(null);
        assertCounted(() -> nothing);
    }
}
