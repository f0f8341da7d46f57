// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import io.throughline.api.RunId;
import org.jspecify.annotations.Nullable;

/** The events of one run that a log still has: in two lists, since its progress goes before its lifecycle. */
final class LoggedRun {
    final RunId id;

    /** The run that ended after this one. */
    @Nullable
    LoggedRun endedNext;

    long endSeq;
    long endMillis;

    private @Nullable LoggedEvent firstLifecycle;
    private @Nullable LoggedEvent lastLifecycle;
    private @Nullable LoggedEvent firstProgress;
    private @Nullable LoggedEvent lastProgress;

    LoggedRun(RunId id) {
        this.id = id;
    }

    boolean isEnded() {
        return endSeq > 0;
    }

    /** Answers its oldest event, or null where none is left. */
    @Nullable
    LoggedEvent first() {
        LoggedEvent lifecycle = firstLifecycle;
        LoggedEvent progress = firstProgress;
        if (lifecycle == null || progress == null) {
            return lifecycle == null ? progress : lifecycle;
        }
        return lifecycle.seq < progress.seq ? lifecycle : progress;
    }

    void add(LoggedEvent event) {
        if (event.lifecycle) {
            if (lastLifecycle == null) {
                firstLifecycle = event;
            } else {
                lastLifecycle.nextInRun = event;
            }
            lastLifecycle = event;
        } else {
            if (lastProgress == null) {
                firstProgress = event;
            } else {
                lastProgress.nextInRun = event;
            }
            lastProgress = event;
        }
    }

    /** Takes out an event that is the oldest of its class. */
    void removeOldest(LoggedEvent event) {
        if (event == firstLifecycle) {
            firstLifecycle = event.nextInRun;
            lastLifecycle = firstLifecycle == null ? null : lastLifecycle;
        } else if (event == firstProgress) {
            firstProgress = event.nextInRun;
            lastProgress = firstProgress == null ? null : lastProgress;
        } else {
            throw new IllegalStateException("event " + event.seq + " is not the oldest of its class in its run");
        }
        event.nextInRun = null;
    }
}
