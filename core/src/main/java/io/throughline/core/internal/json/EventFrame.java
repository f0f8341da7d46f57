// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.throughline.api.EncodedMessage;

/** An encoded event with a hole where its {@code seq} goes, so that nothing is encoded while a log is locked. */
public final class EventFrame {
    private final byte[] head;
    private final byte[] tail;
    private final int size;

    EventFrame(byte[] head, byte[] tail, int size) {
        this.head = head;
        this.tail = tail;
        this.size = size;
    }

    /** Answers the size in bytes, without the digits of the {@code seq}. */
    public int size() {
        return size;
    }

    /** Puts the {@code seq} in its place. */
    public EncodedMessage withSeq(long seq) {
        byte[] digits = Long.toString(seq).getBytes(US_ASCII);
        byte[] whole = new byte[head.length + digits.length + tail.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(digits, 0, whole, head.length, digits.length);
        System.arraycopy(tail, 0, whole, head.length + digits.length, tail.length);
        return EncodedMessage.ofUtf8(whole);
    }
}
