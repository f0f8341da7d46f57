// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.spi.ClientSocket;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's socket without a network. */
final class MemorySocket implements ClientSocket {
    private @Nullable CloseReason closeReason;
    private @Nullable InMemoryConnection connection;

    @Override
    public boolean isOpen() {
        return closeReason == null;
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public WebSocketConnection connectionOf(UserId userId) {
        connection = InMemoryConnection.open(userId);
        return connection;
    }

    boolean isAttached() {
        return connection != null;
    }

    InMemoryConnection connection() {
        return Objects.requireNonNull(connection);
    }

    List<ReceivedFrame> received() {
        return connection == null ? List.of() : connection.received();
    }

    List<String> types() {
        return received().stream().map(ReceivedFrame::type).toList();
    }

    ReceivedFrame last() {
        return received().get(received().size() - 1);
    }

    /** Answers how the client was closed, before or after it was attached. */
    Optional<Integer> closeCode() {
        CloseReason reason =
                connection == null ? closeReason : connection.closeReason().orElse(closeReason);
        return Optional.ofNullable(reason).map(CloseReason::code);
    }
}
