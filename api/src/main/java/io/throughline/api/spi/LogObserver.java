// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

/**
 * What a log tells the hub of what it does by itself; given to it by the hub, thread-safe.
 */
public interface LogObserver {
    /**
     * Says that there is more to read than what was appended here: another node's event, or one that was fetched.
     *
     * <p>The hub then reads on for the user's connections, perhaps on this very thread. Never called from within a call to
     * the log.
     */
    void onGrown();

    /**
     * Says that events were given up; only counted, so it may be called from within a call to the log.
     *
     * @param events how many, 1 or more
     * @param openLifecycle how many of them were of class lifecycle and of a run that was open
     */
    void onEvicted(int events, int openLifecycle);
}
