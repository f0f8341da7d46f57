// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;

/**
 * A place in a user's log: the {@code seq} of an event within the {@code epoch} of the log.
 *
 * <p>Written {@code epoch:seq}, it is the cursor with which a client resumes. Immutable and thread-safe.
 *
 * @param epoch the incarnation of the log, random for each; letters, digits and dashes; never null
 * @param seq the number of the event, from 1; 0 stands before the first; below 2<sup>53</sup>, so that every JSON reader
 *     keeps it exact
 */
public record LogPosition(String epoch, long seq) {
    /** The largest sequence number. */
    public static final long MAX_SEQ = (1L << 53) - 1;

    /**
     * Creates a position.
     *
     * @param epoch as described above
     * @param seq as described above
     * @throws NullPointerException if the epoch is null
     * @throws InvalidArgumentException if the epoch is blank or has other characters, or the seq is out of its bounds
     */
    public LogPosition {
        Objects.requireNonNull(epoch, "epoch");
        if (!isEpoch(epoch)) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_IDENTIFIER, "epoch \"" + epoch + "\" is not made of letters, digits and dashes.");
        }
        if (seq < 0 || seq > MAX_SEQ) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_IDENTIFIER, "seq " + seq + " is not between 0 and " + MAX_SEQ + ".");
        }
    }

    private static boolean isEpoch(String epoch) {
        for (int i = 0; i < epoch.length(); i++) {
            if (!isEpochCharacter(epoch.charAt(i))) {
                return false;
            }
        }
        return !epoch.isEmpty();
    }

    private static boolean isEpochCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** Writes the position as clients send it: {@code epoch:seq}. */
    @Override
    public String toString() {
        return epoch + ":" + seq;
    }
}
