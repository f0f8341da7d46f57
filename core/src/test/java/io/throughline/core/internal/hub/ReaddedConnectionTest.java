// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.ClientChannel;
import io.throughline.api.spi.ConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A connection that is removed and comes back while a write to it never completes. */
class ReaddedConnectionTest {
    private final TestHub hub = new TestHub();
    private final List<String> calls = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();

    private final WebSocketConnection frozen = new WebSocketConnection() {
        private final ConnectionId id = ConnectionId.of("c");

        @Override
        public ConnectionId id() {
            return id;
        }

        @Override
        public UserId userId() {
            return TestHub.ALICE;
        }

        @Override
        public Object webSocket() {
            return this;
        }

        @Override
        public boolean isOpen() {
            return closed.isEmpty();
        }

        @Override
        public CompletionStage<@Nullable Void> send(MessageBatch batch) {
            calls.add("send");
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Boolean> ping() {
            calls.add("ping");
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<@Nullable Void> close(CloseReason reason) {
            closed.add(reason);
            return new CompletableFuture<>();
        }
    };

    private ClientChannel attach() {
        return Objects.requireNonNull(
                hub.core.attach(frozen, ConnectOptions.builder().build()));
    }

    @Test
    void it_is_not_pinged_meanwhile_and_closed_when_the_time_for_writes_is_over() {
        attach();
        hub.core.find(frozen.id()).orElseThrow().detach();
        ClientChannel channel = attach();
        for (int second = 0; second < 45; second++) {
            hub.pass(Duration.ofSeconds(1));
            channel.onActivity();
        }
        for (int second = 0; second < 45; second++) {
            hub.pass(Duration.ofSeconds(1));
        }
        assertEquals(List.of("send"), calls);
        assertEquals(List.of(CloseReason.STALLED), closed);
    }
}
