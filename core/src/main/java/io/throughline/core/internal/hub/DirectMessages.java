// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.EncodedMessage;
import java.util.ArrayList;
import java.util.List;

/** Frames for one connection alone that wait for its next write: greetings, errors and replies. */
final class DirectMessages {
    static final int BOUND = 256;

    private List<EncodedMessage> waiting = new ArrayList<>();

    /** Answers false when the bound is reached. */
    synchronized boolean add(EncodedMessage message) {
        return waiting.size() < BOUND && waiting.add(message);
    }

    /** Adds before all that waits, without a bound. */
    synchronized void addFirst(List<EncodedMessage> messages) {
        waiting.addAll(0, messages);
    }

    /** Answers what waited, in a list that is the caller's. */
    synchronized List<EncodedMessage> takeAll() {
        List<EncodedMessage> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    synchronized void clear() {
        waiting = new ArrayList<>();
    }
}
