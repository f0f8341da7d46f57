// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * How a hub moves its clients away; the public options document and check each value.
 *
 * @param runLimit how long open runs may go on
 * @param acknowledgeLimit how long a client may take to acknowledge what it was sent
 * @param batchSize how many connections are told, and how many closed, at once
 * @param batchInterval the time between two batches
 * @param reconnectAfter when the first clients are to come back
 * @param reconnectSpread over how long a time they are to come back
 * @param retryAfter when clients that are refused may try again
 */
public record DrainSettings(
        Duration runLimit,
        Duration acknowledgeLimit,
        int batchSize,
        Duration batchInterval,
        Duration reconnectAfter,
        Duration reconnectSpread,
        Duration retryAfter) {}
