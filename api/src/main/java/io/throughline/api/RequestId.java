// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.UUID;

/**
 * The id of the request that an execution answers, for correlating it with logs and traces.
 *
 * <p>Immutable and thread-safe; equal when the values are equal, character by character.
 *
 * @param value 1 to 256 characters, not blank, well-formed Unicode without control characters; never null
 */
public record RequestId(String value) {

    /**
     * Creates an id.
     *
     * @param value as described above
     * @throws NullPointerException if the value is null
     * @throws InvalidArgumentException if the value is not as described
     */
    public RequestId {
        Identifiers.check("requestId", value);
    }

    /**
     * Creates an id; the same as the constructor, for callers who prefer to read {@code RequestId.of}.
     *
     * @param value the value, as described for the record; never null
     * @return the id; never null
     */
    public static RequestId of(String value) {
        return new RequestId(value);
    }

    /**
     * Makes an id that nobody can guess and that no other call returns (a random UUID, RFC 9562 version 4).
     *
     * @return the id; never null
     */
    public static RequestId random() {
        return new RequestId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
