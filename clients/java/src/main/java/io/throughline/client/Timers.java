// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What a client waits for, each at most once at a time; to be used by one thread at a time, as are the tasks. */
final class Timers {
    /** What is waited for. */
    enum Purpose {
        GREETING,
        STABILITY,
        SILENCE,
        RETRY,
        RENEWAL,
        ACKNOWLEDGEMENT
    }

    private final ScheduledExecutorService scheduler;
    private final Executor mailbox;
    private final Map<Purpose, Future<?>> pending = new EnumMap<>(Purpose.class);

    Timers(ScheduledExecutorService scheduler, Executor mailbox) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
    }

    void after(long nanos, Purpose purpose, Runnable task) {
        cancel(purpose);
        Future<?>[] own = new Future<?>[1];
        own[0] = scheduler.schedule(
                () -> mailbox.execute(() -> {
                    if (pending.remove(purpose, own[0])) {
                        task.run();
                    }
                }),
                nanos,
                TimeUnit.NANOSECONDS);
        pending.put(purpose, own[0]);
    }

    boolean isPending(Purpose purpose) {
        return pending.containsKey(purpose);
    }

    void cancel(Purpose purpose) {
        Future<?> future = pending.remove(purpose);
        if (future != null) {
            future.cancel(false);
        }
    }

    void cancelAll() {
        pending.values().forEach(future -> future.cancel(false));
        pending.clear();
    }

    /** Answers the scheduler of the process: one daemon thread for all clients, which ends when none waits. */
    static ScheduledExecutorService shared() {
        return Shared.SCHEDULER;
    }

    /** Holds the thread of the process. */
    private static final class Shared {
        private static final ScheduledExecutorService SCHEDULER = scheduler();

        private static ScheduledExecutorService scheduler() {
            ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "throughline-client-timer");
                thread.setDaemon(true);
                return thread;
            });
            scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
            scheduler.allowCoreThreadTimeOut(true);
            scheduler.setRemoveOnCancelPolicy(true);
            return scheduler;
        }
    }
}
