// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what was scheduled when the test says so, the earliest first; never waits. */
final class ManualScheduler {
    private final List<Task> tasks = new ArrayList<>();
    private long now;

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long due;

        Task(Runnable task, long due) {
            super(task, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Task) other).due);
        }
    }

    ScheduledExecutorService executor() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                ManualScheduler.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("schedule") || !(arguments[0] instanceof Runnable task)) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    Task scheduled = new Task(task, now + ((TimeUnit) arguments[2]).toNanos((Long) arguments[1]));
                    tasks.add(scheduled);
                    return scheduled;
                });
    }

    private Task next() {
        tasks.removeIf(Task::isCancelled);
        return tasks.stream()
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new AssertionError("nothing is waited for"));
    }

    boolean isWaiting() {
        tasks.removeIf(Task::isCancelled);
        return !tasks.isEmpty();
    }

    Duration nextDelay() {
        return Duration.ofNanos(next().due - now);
    }

    void runNext() {
        Task next = next();
        tasks.remove(next);
        now = next.due;
        next.run();
    }

    void runAllDue() {
        while (isWaiting() && next().due <= now) {
            runNext();
        }
    }
}
