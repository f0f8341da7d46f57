// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.function.LongPredicate;

/** Which events are handled and which of them the server knows of; to be used by one thread at a time. */
final class Acknowledgements {
    private long handled;
    private long sent;

    void handled(long seq) {
        handled = Math.max(handled, seq);
    }

    boolean isUnsent() {
        return handled > sent;
    }

    void send(LongPredicate sender) {
        if (isUnsent() && sender.test(handled)) {
            sent = handled;
        }
    }

    /** A new connection knows of none. */
    void reconnected() {
        sent = 0;
    }

    /** A new log has other numbers. */
    void forget() {
        handled = 0;
        sent = 0;
    }
}
