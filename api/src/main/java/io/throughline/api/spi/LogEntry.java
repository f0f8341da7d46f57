// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.EncodedMessage;
import io.throughline.api.InvalidArgumentException;
import java.util.Objects;

/**
 * An event at its place in a log.
 *
 * <p>Implementations are thread-safe: a reader takes the message outside all locks, perhaps after the log has given the
 * event up.
 */
public non-sealed interface LogEntry extends LogItem {
    /**
     * Answers the number of the event in its log.
     *
     * @return 1 or more
     */
    long seq();

    /**
     * Answers the whole event as it goes over the wire; best the same object each time, since all readers share it.
     *
     * @return the message; never null
     */
    EncodedMessage message();

    /**
     * Makes an entry of a message that is put together already.
     *
     * @param seq the number of the event, 1 or more
     * @param message the event as it goes over the wire; never null
     * @return the entry; never null
     * @throws InvalidArgumentException if the number is out of its bounds
     */
    static LogEntry of(long seq, EncodedMessage message) {
        Objects.requireNonNull(message, "message");
        return new PlainLogEntry(Seqs.check(seq, "seq"), message);
    }
}
