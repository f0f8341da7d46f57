// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.UUID;

/**
 * The id of one execution of an agent, from its start to its one terminal event.
 *
 * <p>Immutable and thread-safe; equal when the values are equal, character by character.
 *
 * @param value 1 to 256 characters, not blank, well-formed Unicode without control characters; never null
 */
public record RunId(String value) {

    /**
     * Creates an id.
     *
     * @param value as described above
     * @throws NullPointerException if the value is null
     * @throws InvalidArgumentException if the value is not as described
     */
    public RunId {
        Identifiers.check("runId", value);
    }

    /**
     * Creates an id; the same as the constructor, for callers who prefer to read {@code RunId.of}.
     *
     * @param value the value, as described for the record; never null
     * @return the id; never null
     */
    public static RunId of(String value) {
        return new RunId(value);
    }

    /**
     * Makes an id that nobody can guess and that no other call returns (a random UUID, RFC 9562 version 4).
     *
     * @return the id; never null
     */
    public static RunId random() {
        return new RunId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
