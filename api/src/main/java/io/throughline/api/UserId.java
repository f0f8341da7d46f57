// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

/**
 * The id of the person to whom events belong; it comes from authentication, never from what a client claims.
 *
 * <p>Immutable and thread-safe; equal when the values are equal, character by character.
 *
 * @param value 1 to 256 characters, not blank, well-formed Unicode without control characters; never null
 */
public record UserId(String value) {

    /**
     * Creates an id.
     *
     * @param value as described above
     * @throws NullPointerException if the value is null
     * @throws InvalidArgumentException if the value is not as described
     */
    public UserId {
        Identifiers.check("userId", value);
    }

    /**
     * Creates an id; the same as the constructor, for callers who prefer to read {@code UserId.of}.
     *
     * @param value the value, as described for the record; never null
     * @return the id; never null
     */
    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
