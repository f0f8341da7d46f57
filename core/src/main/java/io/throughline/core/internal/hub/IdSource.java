// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the ids of events, tool calls and logs: a random start for each hub, then counting. */
final class IdSource {
    private static final int HEX = 16;

    private final String start = randomHex();
    private final AtomicLong next = new AtomicLong();

    String eventId() {
        return start + "-" + Long.toString(next.incrementAndGet(), HEX);
    }

    String toolCallId() {
        return "call-" + eventId();
    }

    String epoch() {
        return randomHex();
    }

    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
