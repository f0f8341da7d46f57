// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls back at intervals, until told to stop. */
@FunctionalInterface
public interface Ticker {
    /**
     * Begins to call back.
     *
     * @param interval the time between calls, more than zero
     * @param task may not block and does not throw
     * @return stops the calls when run
     */
    Runnable every(Duration interval, Runnable task);

    /** Answers the ticker of the process: one daemon thread for all hubs, which ends when no hub needs it. */
    static Ticker shared() {
        return Shared::every;
    }

    /** Holds the thread of the process. */
    final class Shared {
        private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
        private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

        private Shared() {}

        private static ScheduledThreadPoolExecutor executor() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "throughline-ticker");
                thread.setDaemon(true);
                return thread;
            });
            executor.setKeepAliveTime(10, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }

        private static Runnable every(Duration interval, Runnable task) {
            long nanos = interval.toNanos();
            ScheduledFuture<?> future =
                    EXECUTOR.scheduleWithFixedDelay(() -> survive(task), nanos, nanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }

        /** The executor would end the calls of a task that throws: one bad moment is not to end all heartbeats. */
        private static void survive(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("what is looked after at intervals failed once; it goes on", e);
            }
        }
    }
}
