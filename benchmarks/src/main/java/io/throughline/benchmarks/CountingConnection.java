// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection that takes every message at once and only counts it, so that what is measured is the hub. */
final class CountingConnection implements WebSocketConnection {
    private static final CompletionStage<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

    private final ConnectionId id = ConnectionId.random();
    private final UserId userId;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean open = true;

    CountingConnection(UserId userId) {
        this.userId = userId;
    }

    long messages() {
        return messages.get();
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public UserId userId() {
        return userId;
    }

    @Override
    public Object webSocket() {
        return this;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public CompletionStage<@Nullable Void> send(MessageBatch batch) {
        for (EncodedMessage message : batch.messages()) {
            bytes.addAndGet(message.utf8().remaining());
            messages.incrementAndGet();
        }
        return DONE;
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        open = false;
        return DONE;
    }
}
