// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.UUID;

/**
 * The id of one physical connection, made by the server, so that a late close can never remove a successor.
 *
 * <p>Immutable and thread-safe; equal when the values are equal, character by character.
 *
 * @param value 1 to 256 characters, not blank, well-formed Unicode without control characters; never null
 */
public record ConnectionId(String value) {

    /**
     * Creates an id.
     *
     * @param value as described above
     * @throws NullPointerException if the value is null
     * @throws InvalidArgumentException if the value is not as described
     */
    public ConnectionId {
        Identifiers.check("connectionId", value);
    }

    /**
     * Creates an id; the same as the constructor, for callers who prefer to read {@code ConnectionId.of}.
     *
     * @param value the value, as described for the record; never null
     * @return the id; never null
     */
    public static ConnectionId of(String value) {
        return new ConnectionId(value);
    }

    /**
     * Makes an id that nobody can guess and that no other call returns (a random UUID, RFC 9562 version 4).
     *
     * @return the id; never null
     */
    public static ConnectionId random() {
        return new ConnectionId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
