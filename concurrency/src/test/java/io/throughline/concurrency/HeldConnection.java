// SPDX-License-Identifier: Apache-2.0
package io.throughline.concurrency;

import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.EncodedMessage;
import io.throughline.api.MessageBatch;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A connection whose writes complete when they are let, and that notes the numbers of what it was sent. */
final class HeldConnection implements WebSocketConnection {
    private final ConnectionId id;
    private final Object webSocket = new Object();
    private final List<Long> seqs = new ArrayList<>();
    private @Nullable CompletableFuture<@Nullable Void> inFlight;
    private boolean writesMet;
    private boolean held = true;

    HeldConnection(ConnectionId id) {
        this.id = id;
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public UserId userId() {
        return HubUnderLincheck.ALICE;
    }

    @Override
    public Object webSocket() {
        return webSocket;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public CompletionStage<@Nullable Void> send(MessageBatch batch) {
        CompletableFuture<@Nullable Void> write = new CompletableFuture<>();
        synchronized (this) {
            writesMet |= inFlight != null;
            for (EncodedMessage message : batch.messages()) {
                seqs.add(seqOf(message.text()));
            }
            if (held) {
                inFlight = write;
                return write;
            }
        }
        write.complete(null);
        return write;
    }

    private static long seqOf(String frame) {
        int from = frame.indexOf("\"seq\":") + 6;
        int to = from;
        while (Character.isDigit(frame.charAt(to))) {
            to++;
        }
        return Long.parseLong(frame.substring(from, to));
    }

    /** Lets the write in flight complete, if there is one. */
    void letWrite() {
        CompletableFuture<@Nullable Void> write;
        synchronized (this) {
            write = inFlight;
            inFlight = null;
        }
        if (write != null) {
            write.complete(null);
        }
    }

    /** Lets all writes complete from now on. */
    void letAll() {
        synchronized (this) {
            held = false;
        }
        letWrite();
    }

    @Override
    public CompletionStage<@Nullable Void> close(CloseReason reason) {
        return CompletableFuture.completedFuture(null);
    }

    /** Answers the last number that was sent, 0 if nothing was; fails if the numbers do not follow each other. */
    synchronized long lastSeq() {
        if (writesMet) {
            throw new IllegalStateException("two writes met");
        }
        for (int i = 1; i < seqs.size(); i++) {
            if (seqs.get(i) != seqs.get(i - 1) + 1) {
                throw new IllegalStateException("the numbers do not follow each other: " + seqs);
            }
        }
        return seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
    }
}
