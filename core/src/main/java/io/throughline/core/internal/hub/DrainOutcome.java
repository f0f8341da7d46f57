// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * What became of a hub's clients and runs while it was drained.
 *
 * @param connectionsTold how many were sent a drain frame
 * @param connectionsClosed how many were closed with 1012
 * @param connectionsAcknowledged how many of these had acknowledged all that they were sent
 * @param runsEnded how many runs ended by themselves
 * @param runsCut how many runs were ended by the limit
 * @param isComplete whether it came to its end, and the hub was not closed before
 * @param elapsed how long it took
 */
public record DrainOutcome(
        int connectionsTold,
        int connectionsClosed,
        int connectionsAcknowledged,
        int runsEnded,
        int runsCut,
        boolean isComplete,
        Duration elapsed) {}
