// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;

/**
 * Something that a manager can do beyond what every manager must.
 *
 * <p>An open value type: what is not known to a reader is ignored. A manager declares what it keeps in full and nothing
 * else. Immutable and thread-safe.
 *
 * @param name the name, in lower case with dashes; never null
 */
public record Capability(String name) {
    /** Every event of a user carries a contiguous {@code seq} in an {@code epoch}; holes are told as gaps. */
    public static final Capability SEQUENCE = new Capability("sequence");

    /** No two writes ever meet on one connection, whoever sends. */
    public static final Capability EXCLUSIVE_WRITES = new Capability("exclusive-writes");

    /** A client that comes back with its cursor gets what it missed. */
    public static final Capability RESUME = new Capability("resume");

    /** A sender can learn what clients have handled. */
    public static final Capability RECEIPTS = new Capability("receipts");

    /** Clients can be moved away before the manager stops. */
    public static final Capability DRAIN = new Capability("drain");

    /** Several nodes share users; reserved. */
    public static final Capability CLUSTER = new Capability("cluster");

    /**
     * Creates a capability.
     *
     * @param name as described above
     * @throws NullPointerException if the name is null
     * @throws InvalidArgumentException if the name is not made of lower-case letters, digits and dashes
     */
    public Capability {
        Objects.requireNonNull(name, "name");
        if (!name.matches("[a-z][a-z0-9-]{0,63}")) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_IDENTIFIER,
                    "capability \"" + name + "\" is not made of 1 to 64 lower-case letters, digits and dashes.");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
