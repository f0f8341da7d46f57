// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * The places of a log in their order, found by their number in logarithmic time.
 *
 * <p>What is taken out of the middle leaves a mark, and marks are swept out now and then: at most a few for each event
 * that is there, so that adding and removing cost constant time on average, and a hole is remembered on the event after it.
 */
final class Slots {
    private static final int SMALLEST = 8;

    private @Nullable Slot[] array = new @Nullable Slot[SMALLEST];
    private int from;
    private int to;
    private int live;

    /** The newest lifecycle event in a hole that no event follows; else 0. */
    private long lostAtEnd;

    int live() {
        return live;
    }

    void add(LoggedEvent event) {
        if (to == array.length) {
            sweep();
        }
        event.remember(lostAtEnd);
        lostAtEnd = 0;
        array[to++] = event;
        live++;
    }

    void remove(LoggedEvent event) {
        int index = indexFrom(event.seq);
        long lost = event.lifecycle ? event.seq : event.lostLifecycleSeq;
        live--;
        if (index == from) {
            array[from++] = null;
            rememberAtFront(lost);
            dropMarksAtFront();
        } else {
            array[index] = new Slot(event.seq, lost);
        }
        if (array.length > 4 * live + 4 * SMALLEST) {
            sweep();
        }
    }

    private void dropMarksAtFront() {
        while (from < to && !(at(from) instanceof LoggedEvent)) {
            long lost = at(from).lostLifecycleSeq;
            array[from++] = null;
            rememberAtFront(lost);
        }
    }

    private void rememberAtFront(long lost) {
        if (from < to) {
            at(from).remember(lost);
        } else {
            lostAtEnd = Math.max(lostAtEnd, lost);
        }
    }

    private void sweep() {
        @Nullable Slot[] swept = new @Nullable Slot[Math.max(SMALLEST, 2 * live)];
        int kept = 0;
        long lost = 0;
        for (int i = from; i < to; i++) {
            Slot slot = at(i);
            if (slot instanceof LoggedEvent) {
                slot.remember(lost);
                lost = 0;
                swept[kept++] = slot;
            } else {
                lost = Math.max(lost, slot.lostLifecycleSeq);
            }
        }
        lostAtEnd = Math.max(lostAtEnd, lost);
        array = swept;
        from = 0;
        to = kept;
    }

    /** Answers the index of the first place whose number is the given one or more; {@link #end} where there is none. */
    int indexFrom(long seq) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).seq < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int end() {
        return to;
    }

    /** Answers one more than the number of the last place, or 0 where there is none. */
    long endSeq() {
        return from < to ? at(to - 1).seq + 1 : 0;
    }

    Slot at(int index) {
        Slot slot = array[index];
        if (slot == null) {
            throw new IllegalStateException("no place at index " + index);
        }
        return slot;
    }

    long lostAtEnd() {
        return lostAtEnd;
    }

    /** Answers the oldest event, or null where there is none. */
    @Nullable
    LoggedEvent first() {
        return from < to ? (LoggedEvent) at(from) : null;
    }
}
