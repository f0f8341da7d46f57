// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes an immutable copy of a message, so that what the sender changes afterwards changes nothing that was sent.
 *
 * <p>In the copy stand only null, strings, booleans, numbers, unmodifiable maps with string keys in their order, and
 * unmodifiable lists. Enums become their names; UUIDs, {@code java.time} values and this API's ids become their text;
 * arrays and collections become lists; an {@link Optional} becomes its value or null. Objects of any other class stay as they are: a
 * manager encodes them with the mapper it was given, or refuses the message. Stateless and thread-safe.
 */
public final class JsonPayload {
    /** How many maps and lists may stand inside one another. */
    public static final int MAX_DEPTH = 64;

    private JsonPayload() {}

    /**
     * Copies a message.
     *
     * @param message the message; never null, its keys must be strings
     * @return an unmodifiable copy with the same order of keys; never null
     * @throws NullPointerException if the message is null
     * @throws InvalidArgumentException if a key is not a string, a number is NaN or infinite, or maps and lists are
     *     nested deeper than {@link #MAX_DEPTH}; the message names the path
     */
    public static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> message) {
        return copyMap("", 0, Objects.requireNonNull(message, "message"));
    }

    /**
     * Copies one value.
     *
     * @param path where the value stands, for error messages; never null
     * @param value the value, or null
     * @return the copy, or null
     * @throws InvalidArgumentException as for {@link #copyOf}
     */
    public static @Nullable Object copyOfValue(String path, @Nullable Object value) {
        return copy(Objects.requireNonNull(path, "path"), 0, value);
    }

    private static @Nullable Object copy(String path, int depth, @Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return copyNumber(path, number);
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(path, depth, map);
        }
        if (value instanceof Collection<?> collection) {
            return copyElements(path, depth, collection);
        }
        if (value instanceof Optional<?> optional) {
            return copy(path, depth, optional.orElse(null));
        }
        if (value.getClass().isArray()) {
            return copyElements(path, depth, elements(value));
        }
        return copyScalar(value);
    }

    private static Object copyScalar(Object value) {
        if (value instanceof Enum<?> constant && !(value instanceof DayOfWeek) && !(value instanceof Month)) {
            return constant.name();
        }
        if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof UUID
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount
                || value instanceof ZoneId
                || isId(value)) {
            return value.toString();
        }
        return value;
    }

    private static boolean isId(Object value) {
        return value instanceof RunId
                || value instanceof ThreadId
                || value instanceof UserId
                || value instanceof ConnectionId
                || value instanceof RequestId;
    }

    private static Object copyNumber(String path, Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw unsupported(path, "is " + value + ", which JSON cannot express. Send null or a string instead.");
            }
            return number;
        }
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal) {
            return number;
        }
        return copyOfOtherNumber(path, number);
    }

    private static Object copyOfOtherNumber(String path, Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw unsupported(path, "is a " + number.getClass().getName() + " whose text is not a number.");
        }
    }

    private static Map<String, @Nullable Object> copyMap(String path, int depth, Map<?, ?> map) {
        checkDepth(path, depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                Object key = entry.getKey();
                throw unsupported(
                        path,
                        "has a key of " + (key == null ? "null" : key.getClass().getName())
                                + "; keys of a JSON object are strings.");
            }
            copy.put(key, copy(path.isEmpty() ? key : path + "." + key, depth + 1, entry.getValue()));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<@Nullable Object> copyElements(String path, int depth, Collection<?> elements) {
        checkDepth(path, depth);
        List<@Nullable Object> copy = new ArrayList<>(elements.size());
        for (Object element : elements) {
            copy.add(copy(path + "[" + copy.size() + "]", depth + 1, element));
        }
        return Collections.unmodifiableList(copy);
    }

    private static List<@Nullable Object> elements(Object array) {
        int length = Array.getLength(array);
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static void checkDepth(String path, int depth) {
        if (depth >= MAX_DEPTH) {
            String shown = path.length() > 80 ? path.substring(0, 80) + "…" : path;
            throw unsupported(
                    shown, "is nested deeper than " + MAX_DEPTH + " levels. Does the message contain itself?");
        }
    }

    private static InvalidArgumentException unsupported(String path, String problem) {
        String where = path.isEmpty() ? "the message" : "the value at \"" + path + "\"";
        return new InvalidArgumentException(ErrorIds.UNSUPPORTED_VALUE, where + " " + problem);
    }
}
