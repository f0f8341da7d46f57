// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import io.throughline.api.Receipt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for receipts of one user's events; bounded, the longest wait ends first.
 *
 * <p>Thread-safe; stages are completed outside the lock.
 */
final class Waiters {
    static final int MAX_WAITERS = 1_024;

    private static final class Waiter {
        final EventReceipt receipt;
        final int wanted;
        final CompletableFuture<Receipt> stage = new CompletableFuture<>();

        Waiter(EventReceipt receipt, int wanted) {
            this.receipt = receipt;
            this.wanted = wanted;
        }

        void complete() {
            stage.complete(receipt);
        }
    }

    private @Nullable Set<Waiter> waiting;

    /** Whether to look at all, read without the lock by everybody who brings news. */
    private volatile boolean empty = true;

    CompletionStage<Receipt> add(EventReceipt receipt, int wanted) {
        Waiter waiter = new Waiter(receipt, wanted);
        Waiter givenUp = enter(waiter);
        if (givenUp != null) {
            givenUp.complete();
        }
        check(receipt.seq(), receipt.seq());
        return waiter.stage.minimalCompletionStage();
    }

    private synchronized @Nullable Waiter enter(Waiter waiter) {
        if (waiting == null) {
            waiting = new LinkedHashSet<>();
        }
        waiting.add(waiter);
        empty = false;
        if (waiting.size() <= MAX_WAITERS) {
            return null;
        }
        Iterator<Waiter> oldest = waiting.iterator();
        Waiter givenUp = oldest.next();
        oldest.remove();
        return givenUp;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Completes the stages of all events that are over. */
    void checkAll() {
        check(0, Long.MAX_VALUE);
    }

    /** Completes the stages of those events of a range that are over. */
    void check(long from, long to) {
        if (!empty) {
            takeOver(from, to).forEach(Waiter::complete);
        }
    }

    private synchronized List<Waiter> takeOver(long from, long to) {
        List<Waiter> over = new ArrayList<>();
        if (waiting != null) {
            for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
                Waiter waiter = all.next();
                long seq = waiter.receipt.seq();
                if (seq >= from && seq <= to && waiter.receipt.isOver(waiter.wanted)) {
                    all.remove();
                    over.add(waiter);
                }
            }
            empty = waiting.isEmpty();
        }
        return over;
    }

    synchronized int size() {
        return waiting == null ? 0 : waiting.size();
    }
}
