// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

/** Which way bytes flow through a {@link FaultProxy}. */
public enum Direction {
    /** What the server sent, on its way to the client. */
    TO_CLIENT,

    /** What the client sent, on its way to the server. */
    TO_SERVER
}
