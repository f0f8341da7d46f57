// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * The bounds of logs.
 *
 * @param maxEntries how many events a user's log keeps
 * @param maxBytes how many bytes they may have together
 * @param idleRetention how long a log stays that nobody uses
 */
public record LogSettings(int maxEntries, long maxBytes, Duration idleRetention) {}
