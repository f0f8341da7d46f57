// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.throughline.api.EncodedMessage;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.LogPosition;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An encoded event with a hole where its {@code seq} goes, since an event is encoded before its place is known.
 *
 * <p>A log keeps the two parts, or puts them together at once: the event on the wire is the first part, the number in
 * decimal digits, and the second part. Immutable and thread-safe.
 */
public final class EventFrame {
    private final byte[] before;
    private final byte[] after;

    private EventFrame(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Makes a frame of its two parts.
     *
     * @param before the UTF-8 before the number, which the caller must not change afterwards, since it is not copied; never
     *     null
     * @param after the UTF-8 after the number, likewise; never null
     * @return the frame; never null
     */
    public static EventFrame of(byte[] before, byte[] after) {
        return new EventFrame(Objects.requireNonNull(before, "before"), Objects.requireNonNull(after, "after"));
    }

    /**
     * Answers what stands before the number.
     *
     * @return a read-only buffer of its own position and limit over shared bytes; never null
     */
    public ByteBuffer beforeSeq() {
        return ByteBuffer.wrap(before).asReadOnlyBuffer();
    }

    /**
     * Answers what stands after the number.
     *
     * @return a read-only buffer of its own position and limit over shared bytes; never null
     */
    public ByteBuffer afterSeq() {
        return ByteBuffer.wrap(after).asReadOnlyBuffer();
    }

    /**
     * Answers the length of both parts, which is what an event counts against the bounds of a log.
     *
     * @return bytes, without the digits of the number
     */
    public int size() {
        return before.length + after.length;
    }

    /**
     * Puts the number in its place.
     *
     * @param seq the event's number in its log, from 1 to {@link LogPosition#MAX_SEQ}
     * @return the event as it goes over the wire; never null
     * @throws InvalidArgumentException if the number is out of its bounds
     */
    public EncodedMessage withSeq(long seq) {
        byte[] digits = Long.toString(Seqs.check(seq, "seq")).getBytes(US_ASCII);
        byte[] whole = new byte[before.length + digits.length + after.length];
        System.arraycopy(before, 0, whole, 0, before.length);
        System.arraycopy(digits, 0, whole, before.length, digits.length);
        System.arraycopy(after, 0, whole, before.length + digits.length, after.length);
        return EncodedMessage.ofUtf8(whole);
    }

    /** Names the size only: payloads do not belong into logs. */
    @Override
    public String toString() {
        return "EventFrame[" + size() + " bytes]";
    }
}
