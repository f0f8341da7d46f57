// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.core.internal.fault.Fatal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all logs together may hold in memory: beyond it, users give up events, idle ones first, each group from the least
 * recently active on.
 *
 * <p>One thread at a time looks for who gives up, and holds one user's lock at a time.
 */
final class LogBudget {
    private static final Logger LOG = LoggerFactory.getLogger(LogBudget.class);

    private final long maxBytes;
    private final ActivityOrder order;
    private final Consumer<User> free;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder entries = new LongAdder();
    private final AtomicBoolean keeping = new AtomicBoolean();

    /**
     * @param maxBytes the budget
     * @param order who gives up first
     * @param free frees the log of an idle user that has nothing left, under the user's lock
     */
    LogBudget(long maxBytes, ActivityOrder order, Consumer<User> free) {
        this.maxBytes = maxBytes;
        this.order = order;
        this.free = free;
    }

    /** Counts what a user's log holds now, as before where it does not know; called under the user's lock. */
    void count(User user) {
        try {
            count(user, user.log.entryCount(), user.log.byteCount());
        } catch (RuntimeException e) {
            LOG.warn("the log of user {} does not know its size", user.id, e);
        }
    }

    /** Counts a log no more; called under the user's lock. */
    void forget(User user) {
        count(user, 0, 0);
    }

    private void count(User user, int entriesNow, long bytesNow) {
        if (entriesNow != user.countedEntries) {
            entries.add(entriesNow - user.countedEntries);
            user.countedEntries = entriesNow;
        }
        if (bytesNow != user.countedBytes) {
            bytes.addAndGet(bytesNow - user.countedBytes);
            user.countedBytes = bytesNow;
        }
    }

    long entries() {
        return entries.sum();
    }

    long bytes() {
        return bytes.get();
    }

    private boolean isExceeded() {
        return bytes.get() > maxBytes;
    }

    /** Makes users give up events until the budget is kept, unless another thread does; called without a lock. */
    void keep() {
        while (isExceeded() && keeping.compareAndSet(false, true)) {
            try {
                User first = order.first();
                while (first != null && isExceeded()) {
                    giveUp(first);
                    first = order.first();
                }
                if (first == null) {
                    return;
                }
            } finally {
                keeping.set(false);
            }
        }
    }

    private void giveUp(User user) {
        user.lock.lock();
        try {
            long excess = bytes.get() - maxBytes;
            if (user != order.first() || excess <= 0) {
                return;
            }
            long before = user.countedBytes;
            release(user, excess);
            count(user);
            boolean hasNoMore = user.countedBytes == 0 || user.countedBytes >= before;
            if (hasNoMore && user.isIdle()) {
                free.accept(user);
            } else if (hasNoMore) {
                order.remove(user);
            }
        } finally {
            user.lock.unlock();
        }
    }

    private static void release(User user, long excess) {
        try {
            user.log.release(excess);
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.warn("the log of user {} failed to give memory back", user.id, e);
        }
    }
}
