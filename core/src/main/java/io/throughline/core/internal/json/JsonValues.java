// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.JsonPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a payload as JSON.
 *
 * <p>Strings with unpaired surrogates, which streams of tokens bring forth, are written with escapes (RFC 8259, section
 * 8.2), so that a client that joins the pieces has the character again.
 */
public final class JsonValues {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final Function<Object, @Nullable Object> mapper;

    /** @param mapper turns objects that are no JSON values into such, or answers null for what it does not know */
    public JsonValues(Function<Object, @Nullable Object> mapper) {
        this.mapper = mapper;
    }

    /** What writes the members of an object. */
    interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static byte[] object(Members members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(256);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an in-memory buffer failed", e);
        }
    }

    void writeMember(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        writeName(json, name);
        write(json, name, value);
    }

    static void writeTextMember(JsonGenerator json, String name, String text) throws IOException {
        json.writeFieldName(name);
        writeText(json, text);
    }

    private void write(JsonGenerator json, String path, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            writeText(json, text);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof Map<?, ?> map) {
            checkDepth(json.getOutputContext().getNestingDepth() - 1, path);
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                writeName(json, name);
                write(json, path + "." + name, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> collection) {
            checkDepth(json.getOutputContext().getNestingDepth() - 1, path);
            json.writeStartArray();
            int index = 0;
            for (Object element : collection) {
                write(json, path + "[" + index++ + "]", element);
            }
            json.writeEndArray();
        } else {
            writeMapped(json, path, value);
        }
    }

    /** What a mapper answers may hold what it has to map again, so its depth is only known here. */
    private static void checkDepth(int depth, String path) {
        if (depth >= JsonPayload.MAX_DEPTH) {
            throw new InvalidArgumentException(
                    ErrorIds.UNSUPPORTED_VALUE,
                    "the value at \"" + (path.length() > 80 ? path.substring(0, 80) + "…" : path)
                            + "\" is nested deeper than " + JsonPayload.MAX_DEPTH
                            + " levels. Does the valueMapper answer what contains itself?");
        }
    }

    private void writeMapped(JsonGenerator json, String path, Object value) throws IOException {
        write(json, path, mapped(path, value));
    }

    /** Answers a copy in which the mapper's answers stand for what it maps, so that it need not be asked again. */
    Map<String, @Nullable Object> plain(Map<String, ? extends @Nullable Object> data) {
        return plain("data", 0, data);
    }

    private Map<String, @Nullable Object> plain(String path, int depth, Map<?, ?> map) {
        checkDepth(depth, path);
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(String.valueOf(key), plain(path + "." + key, depth + 1, value)));
        return plain;
    }

    private @Nullable Object plain(String path, int depth, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return plain(path, depth, map);
        }
        if (value instanceof Collection<?> collection) {
            checkDepth(depth, path);
            List<@Nullable Object> plain = new ArrayList<>(collection.size());
            for (Object element : collection) {
                plain.add(plain(path + "[" + plain.size() + "]", depth + 1, element));
            }
            return plain;
        }
        return value == null || !isForeign(value) ? value : plain(path, depth, mapped(path, value));
    }

    private Object mapped(String path, Object value) {
        Object mapped = mapper.apply(value);
        Object copy = mapped == null ? null : JsonPayload.copyOfValue(path, mapped);
        if (copy == null || isForeign(copy)) {
            throw new InvalidArgumentException(
                    ErrorIds.UNSUPPORTED_VALUE,
                    "the value at \"" + path + "\" is a " + value.getClass().getName()
                            + ", which has no JSON form. Send a map, or give the hub a valueMapper for it.");
        }
        return copy;
    }

    private static boolean isForeign(Object copy) {
        return !(copy instanceof String
                || copy instanceof Boolean
                || copy instanceof Number
                || copy instanceof Map
                || copy instanceof Collection);
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            json.writeNumber(number instanceof Float ? Float.toString(number.floatValue()) : number.toString());
        } else if (number instanceof BigInteger big) {
            json.writeNumber(big);
        } else if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private static void writeName(JsonGenerator json, String name) throws IOException {
        if (hasUnpairedSurrogate(name)) {
            throw new InvalidArgumentException(
                    ErrorIds.UNSUPPORTED_VALUE,
                    "a key of the message has an unpaired surrogate. Repair the key's text.");
        }
        json.writeFieldName(name);
    }

    private static void writeText(JsonGenerator json, String text) throws IOException {
        if (hasUnpairedSurrogate(text)) {
            json.writeRawValue(escaped(text));
        } else {
            json.writeString(text);
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        text.codePoints().forEach(codePoint -> {
            if (isSurrogate(codePoint)) {
                out.append(String.format("\\u%04x", codePoint));
            } else {
                encoder.quoteAsString(new StringBuilder().appendCodePoint(codePoint), out);
            }
        });
        return out.append('"').toString();
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().anyMatch(JsonValues::isSurrogate);
            }
        }
        return false;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
