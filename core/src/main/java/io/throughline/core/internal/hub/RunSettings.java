// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * What holds for runs.
 *
 * @param strict whether all that is out of order is refused
 * @param idleTimeout after how much silence an open run is ended
 */
public record RunSettings(boolean strict, Duration idleTimeout) {}
