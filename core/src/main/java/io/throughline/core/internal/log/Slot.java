// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

/** A place in a log: an event, or what is remembered of one that is gone. */
class Slot {
    final long seq;

    /** The newest lifecycle event in the hole that ends just before this event, or with this one that is gone; else 0. */
    long lostLifecycleSeq;

    Slot(long seq, long lostLifecycleSeq) {
        this.seq = seq;
        this.lostLifecycleSeq = lostLifecycleSeq;
    }

    void remember(long lost) {
        lostLifecycleSeq = Math.max(lostLifecycleSeq, lost);
    }
}
