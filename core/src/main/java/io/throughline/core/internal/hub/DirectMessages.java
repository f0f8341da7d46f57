// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.EncodedMessage;
import java.util.ArrayList;
import java.util.List;

/** Frames for one connection alone that wait for its next write: greetings, errors and replies. */
final class DirectMessages {
    static final int BOUND = 256;

    static final long BOUND_IN_BYTES = 1024 * 1024;

    private List<EncodedMessage> waiting = new ArrayList<>();
    private long bytes;

    /** Answers false when a bound is reached; whatever the bounds are, one message may wait. */
    synchronized boolean add(EncodedMessage message) {
        boolean hasRoom = waiting.size() < BOUND && bytes + message.size() <= BOUND_IN_BYTES;
        if (!hasRoom && !waiting.isEmpty()) {
            return false;
        }
        bytes += message.size();
        return waiting.add(message);
    }

    /** Adds before all that waits, without a bound. */
    synchronized void addFirst(List<EncodedMessage> messages) {
        waiting.addAll(0, messages);
    }

    /** Answers what waited, in a list that is the caller's. */
    synchronized List<EncodedMessage> takeAll() {
        List<EncodedMessage> taken = waiting;
        clear();
        return taken;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized void clear() {
        bytes = 0;
        waiting = new ArrayList<>();
    }
}
