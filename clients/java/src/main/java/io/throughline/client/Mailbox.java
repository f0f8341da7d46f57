// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after another, in the order in which they came, on an executor that others use too; thread-safe. */
final class Mailbox implements Executor {
    /** After so many tasks others get their turn on the executor. */
    private static final int TASKS_A_TURN = 256;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        executor.execute(this::turn);
    }

    private void turn() {
        for (int i = 0; i < TASKS_A_TURN; i++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            task.run();
        }
        executor.execute(this::turn);
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            scheduled = task != null;
            return task;
        }
    }
}
