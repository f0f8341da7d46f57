// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A text message as a client received it, parsed.
 *
 * <p>Immutable and thread-safe.
 */
public final class ReceivedFrame {
    private final String text;
    private final Map<String, @Nullable Object> fields;

    private ReceivedFrame(String text, Map<String, @Nullable Object> fields) {
        this.text = text;
        this.fields = fields;
    }

    /**
     * Parses a message.
     *
     * @param text one JSON object; never null
     * @return the frame; never null
     * @throws AssertionError if the text is anything else, since no server may send that
     */
    public static ReceivedFrame parse(String text) {
        return new ReceivedFrame(Objects.requireNonNull(text, "text"), FrameParser.parse(text));
    }

    /**
     * Parses a message as it goes over the wire.
     *
     * @param utf8 one JSON object; never null
     * @return the frame; never null
     * @throws AssertionError if the bytes are not UTF-8, or anything else than one object
     */
    public static ReceivedFrame parse(ByteBuffer utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(Objects.requireNonNull(utf8, "utf8"))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new AssertionError("a frame is not UTF-8", e);
        }
    }

    /**
     * Answers the message as it came.
     *
     * @return the text; never null
     */
    public String text() {
        return text;
    }

    /**
     * Answers the type of the frame.
     *
     * @return the {@code type}; never null
     * @throws AssertionError if the frame has none
     */
    public String type() {
        if (fields.get("type") instanceof String type) {
            return type;
        }
        throw new AssertionError("a frame has no type: " + text);
    }

    /**
     * Answers a field of the envelope.
     *
     * @param name the name of the field; never null
     * @return its value as text, or empty if it is absent or null
     */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).map(Object::toString);
    }

    /**
     * Answers all fields of the envelope.
     *
     * @return an unmodifiable map in the order of the text; never null
     */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /**
     * Answers the place of an event in its log.
     *
     * @return the {@code seq}; empty for frames outside the log
     */
    public OptionalLong seq() {
        return isEvent() && fields.get("seq") instanceof Number seq
                ? OptionalLong.of(seq.longValue())
                : OptionalLong.empty();
    }

    /**
     * Tells whether this is an event or message with a user, and no frame of the protocol itself.
     *
     * @return false for hello, gap, heartbeat, error and drain
     */
    public boolean isEvent() {
        return fields.containsKey("user_id");
    }

    /**
     * Answers the data of an event.
     *
     * @return an unmodifiable map, empty if the frame has no data; never null
     */
    @SuppressWarnings("unchecked") // as the parser made it
    public Map<String, @Nullable Object> data() {
        return fields.get("data") instanceof Map<?, ?> data ? (Map<String, @Nullable Object>) data : Map.of();
    }

    @Override
    public String toString() {
        return text;
    }
}
