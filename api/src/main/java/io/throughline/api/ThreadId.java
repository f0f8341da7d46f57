// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.UUID;

/**
 * The id of a conversation; a label on events and connections that serves lookups, not a filter.
 *
 * <p>Immutable and thread-safe; equal when the values are equal, character by character.
 *
 * @param value 1 to 256 characters, not blank, well-formed Unicode without control characters; never null
 */
public record ThreadId(String value) {

    /**
     * Creates an id.
     *
     * @param value as described above
     * @throws NullPointerException if the value is null
     * @throws InvalidArgumentException if the value is not as described
     */
    public ThreadId {
        Identifiers.check("threadId", value);
    }

    /**
     * Creates an id; the same as the constructor, for callers who prefer to read {@code ThreadId.of}.
     *
     * @param value the value, as described for the record; never null
     * @return the id; never null
     */
    public static ThreadId of(String value) {
        return new ThreadId(value);
    }

    /**
     * Makes an id that nobody can guess and that no other call returns (a random UUID, RFC 9562 version 4).
     *
     * @return the id; never null
     */
    public static ThreadId random() {
        return new ThreadId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
