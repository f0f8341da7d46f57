// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.LogPosition;

/** Checks numbers of events. */
final class Seqs {
    private Seqs() {}

    static long check(long seq, String name) {
        if (seq < 1 || seq > LogPosition.MAX_SEQ) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_IDENTIFIER,
                    name + " is " + seq + ". Events are numbered from 1 to " + LogPosition.MAX_SEQ + ".");
        }
        return seq;
    }
}
