// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

/** What may happen to an event when a log runs out of room; the classes of the wire protocol. */
public enum EventClass {
    /** Marks where a run stands; given up last. */
    LIFECYCLE,
    /** Of interest while it happens; given up before lifecycle events of the same run. */
    PROGRESS,
    /** The application's own; given up together with finished runs. */
    APPLICATION
}
