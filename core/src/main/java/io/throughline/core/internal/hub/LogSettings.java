// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.spi.EventLogFactory;
import io.throughline.core.internal.log.LogBounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where logs are, and their bounds.
 *
 * @param bounds what holds for each log in memory
 * @param budgetBytes what all logs together may hold in memory
 * @param idleRetention how long a log stays that nobody uses
 * @param logs opens logs; null for logs in memory
 */
public record LogSettings(
        LogBounds bounds,
        long budgetBytes,
        Duration idleRetention,
        @Nullable EventLogFactory logs) {}
