// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/** The drain by itself: whoever signals, all that was there is written in the end, and no two threads write at once. */
public class WriterUnderLincheck {
    private static final MessageBatch BATCH = MessageBatch.of(EncodedMessage.ofText("{}"));
    private static final CompletableFuture<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

    private final AtomicInteger produced = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile int written;
    private volatile @Nullable String broken;
    private final SingleWriter writer =
            new SingleWriter(new Connection(), this::next, Runnable::run, failure -> broken = "failed: " + failure);

    public WriterUnderLincheck() {
        writer.open();
    }

    private @Nullable MessageBatch next() {
        int all = produced.get();
        if (written == all) {
            return null;
        }
        written = all;
        return BATCH;
    }

    /** Completes each write on the spot. */
    private final class Connection implements WebSocketConnection {
        @Override
        public ConnectionId id() {
            return ConnectionId.of("c");
        }

        @Override
        public UserId userId() {
            return UserId.of("alice");
        }

        @Override
        public Object webSocket() {
            return this;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletionStage<@Nullable Void> send(MessageBatch batch) {
            if (!writing.compareAndSet(false, true)) {
                broken = "two writes met";
            }
            writing.set(false);
            return DONE;
        }

        @Override
        public CompletionStage<@Nullable Void> close(CloseReason reason) {
            return DONE;
        }
    }

    @Operation
    public int produce() {
        int number = produced.incrementAndGet();
        writer.signal();
        return number;
    }

    @Validate
    public void allIsWritten() {
        if (broken != null || written != produced.get()) {
            throw new IllegalStateException(broken + ", written " + written + " of " + produced);
        }
    }
}
