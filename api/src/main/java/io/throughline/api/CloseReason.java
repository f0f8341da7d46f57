// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Why a connection is closed: a WebSocket close code and a phrase for people.
 *
 * <p>Source: RFC 6455, section 7.4, IANA's registry of close codes, and the wire protocol's own codes from 4400. Immutable and thread-safe.
 *
 * @param code 1000 to 4999, but 1004, 1005, 1006 and 1015, which may not be sent
 * @param phrase at most 123 bytes in UTF-8, may be empty; never null
 */
public record CloseReason(int code, String phrase) {
    /** What was to be done is done. */
    public static final CloseReason DONE = new CloseReason(1000, "done");

    /** The server or the page goes away. */
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "going away");

    /** Binary frames have no meaning here. */
    public static final CloseReason NO_BINARY = new CloseReason(1003, "binary frames are not supported");

    /** Repeated nonsense. */
    public static final CloseReason POLICY = new CloseReason(1008, "too many invalid messages");

    /** A frame over the bound. */
    public static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");

    /** Something failed in the server. */
    public static final CloseReason INTERNAL = new CloseReason(1011, "internal error");

    /** The server restarts: the client comes back with its cursor, perhaps to another server. */
    public static final CloseReason RESTART = new CloseReason(1012, "service restart");

    /** The server has no room for another connection now. */
    public static final CloseReason TRY_AGAIN_LATER = new CloseReason(1013, "try again later");

    /** Not, or no longer, authenticated. */
    public static final CloseReason UNAUTHENTICATED = new CloseReason(4401, "not authenticated");

    /** Authenticated, but not allowed. */
    public static final CloseReason FORBIDDEN = new CloseReason(4403, "forbidden");

    /** Nothing came from the client, not even an answer to a ping, for too long. */
    public static final CloseReason SILENT = new CloseReason(4408, "silent for too long");

    /** The client did not take what was written to it for too long. */
    public static final CloseReason STALLED = new CloseReason(4408, "took nothing for too long");

    /** Too many messages, handshakes, or connections of one user. */
    public static final CloseReason TOO_MANY = new CloseReason(4429, "too many");

    /**
     * Creates a reason.
     *
     * @param code as described above
     * @param phrase as described above
     * @throws NullPointerException if the phrase is null
     * @throws InvalidArgumentException if the code or the length of the phrase is out of its bounds
     */
    public CloseReason {
        Objects.requireNonNull(phrase, "phrase");
        if (code < 1000 || code > 4999 || (code >= 1004 && code <= 1006) || code == 1015) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "close code " + code + " cannot be sent: use 1000 to 4999, but not 1004, 1005, 1006 and 1015.");
        }
        if (phrase.getBytes(StandardCharsets.UTF_8).length > 123) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "the close phrase is longer than 123 bytes: \"" + phrase + "\".");
        }
    }
}
