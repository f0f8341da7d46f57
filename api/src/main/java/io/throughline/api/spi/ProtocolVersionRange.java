// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;

/**
 * The versions of the canonical protocol that a provider was built for, both ends included.
 *
 * <p>Immutable and thread-safe.
 *
 * @param first the oldest, 1 or more
 * @param last the newest, not below the first
 */
public record ProtocolVersionRange(int first, int last) {
    /** The version of the protocol in this artifact. */
    public static final int CURRENT = 1;

    /**
     * Creates a range.
     *
     * @param first as described above
     * @param last as described above
     * @throws InvalidArgumentException if the bounds are not as described
     */
    public ProtocolVersionRange {
        if (first < 1 || last < first) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "protocol versions " + first + " to " + last + " are not a range from 1 up.");
        }
    }

    /**
     * Answers the range that holds only the given version.
     *
     * @param version 1 or more
     * @return the range; never null
     */
    public static ProtocolVersionRange only(int version) {
        return new ProtocolVersionRange(version, version);
    }

    /**
     * Tells whether a version lies in the range.
     *
     * @param version the version asked for
     * @return true if it does
     */
    public boolean includes(int version) {
        return version >= first && version <= last;
    }

    @Override
    public String toString() {
        return first == last ? "version " + first : "versions " + first + " to " + last;
    }
}
