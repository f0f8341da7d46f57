// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One text message, encoded once and shared by all connections that it goes to.
 *
 * <p>Transports that write bytes take {@link #utf8()}; those whose library only takes strings take {@link #text()}, which
 * is decoded at each call: keeping it would double what a log full of messages takes. Immutable and thread-safe.
 */
public final class EncodedMessage {
    private final byte[] utf8;

    private EncodedMessage(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Encodes a text.
     *
     * @param text the whole message, well-formed Unicode; never null
     * @return the message; never null
     */
    public static EncodedMessage ofText(String text) {
        Objects.requireNonNull(text, "text");
        return new EncodedMessage(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes a message that is encoded already.
     *
     * @param utf8 valid UTF-8, which the caller must not change afterwards, since it is not copied; never null
     * @return the message; never null
     */
    public static EncodedMessage ofUtf8(byte[] utf8) {
        return new EncodedMessage(Objects.requireNonNull(utf8, "utf8"));
    }

    /**
     * Answers the bytes to be sent.
     *
     * @return a read-only buffer of its own position and limit over shared bytes; never null
     */
    public ByteBuffer utf8() {
        return ByteBuffer.wrap(utf8).asReadOnlyBuffer();
    }

    /**
     * Answers the message as a string.
     *
     * @return the text; never null
     */
    public String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /**
     * Answers the length.
     *
     * @return bytes in UTF-8
     */
    public int size() {
        return utf8.length;
    }

    /** Names the size only: payloads do not belong into logs. */
    @Override
    public String toString() {
        return "EncodedMessage[" + utf8.length + " bytes]";
    }
}
