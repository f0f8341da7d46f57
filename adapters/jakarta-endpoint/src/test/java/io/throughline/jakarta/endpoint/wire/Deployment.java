// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

/** A container that serves the wire protocol at {@code /ws}. */
public interface Deployment extends AutoCloseable {
    /** Answers the port of 127.0.0.1 where it listens. */
    int port();

    /** Tells whether the container can refuse a handshake by a status of the protocol's choice. */
    boolean refusesBeforeUpgrade();

    @Override
    void close();
}
