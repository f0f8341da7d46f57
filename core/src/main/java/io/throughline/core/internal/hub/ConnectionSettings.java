// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * What holds for each connection.
 *
 * @param maxInboundBytes the bound of a client's text message
 * @param heartbeat after how much silence a heartbeat is sent
 */
public record ConnectionSettings(int maxInboundBytes, Duration heartbeat) {}
