// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

/** Where a client stands between its user and the server. */
public enum ClientState {
    /** It was not told to connect yet. */
    NEW,

    /** It connects, or waits to be greeted. */
    CONNECTING,

    /** The server has greeted it: events come. */
    OPEN,

    /** The connection is lost; it will try again by itself. */
    WAITING,

    /** The server does not want it, and coming again would not help. */
    REFUSED,

    /** It was closed, by its own side or because the server is done with its user. */
    CLOSED;

    /**
     * Tells whether nothing more will come.
     *
     * @return true for refused and closed
     */
    public boolean isFinal() {
        return this == REFUSED || this == CLOSED;
    }
}
