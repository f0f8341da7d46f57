// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The receipt of an event, computed from its clients' marks whenever it is asked. */
final class EventReceipt implements Receipt {
    private final long seq;
    private final List<Client> clients;
    private final Waiters waiters;

    /** The most that was ever seen: what is known of clients that missed very much may become less exact. */
    private int most;

    EventReceipt(long seq, List<Client> clients, Waiters waiters) {
        this.seq = seq;
        this.clients = clients;
        this.waiters = waiters;
    }

    long seq() {
        return seq;
    }

    @Override
    public boolean isTracked() {
        return true;
    }

    @Override
    public int attached() {
        return clients.size();
    }

    @Override
    public synchronized int handled() {
        most = Math.max(most, count(Client.Standing.HANDLED));
        return most;
    }

    @Override
    public boolean isSettled() {
        return count(Client.Standing.OPEN) == 0;
    }

    /** Tells whether so many clients have handled the event, or never will. */
    boolean isOver(int wanted) {
        // those that are open are counted first: one that acknowledges in between is counted twice, never missed
        int open = count(Client.Standing.OPEN);
        int handled = handled();
        return handled >= wanted || handled + open < wanted;
    }

    private int count(Client.Standing standing) {
        int count = 0;
        for (Client client : clients) {
            if (client.standing(seq) == standing) {
                count++;
            }
        }
        return count;
    }

    @Override
    public CompletionStage<Receipt> handledBy(int wanted) {
        if (wanted < 1) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "handledBy was asked for " + wanted + " clients. Ask for 1 or more.");
        }
        if (isOver(wanted)) {
            return CompletableFuture.completedStage(this);
        }
        return waiters.add(this, wanted);
    }

    @Override
    public String toString() {
        return "Receipt[" + handled() + " of " + attached() + (isSettled() ? ", settled]" : "]");
    }
}
