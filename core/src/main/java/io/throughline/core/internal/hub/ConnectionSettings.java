// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.time.Duration;

/**
 * What holds for each connection.
 *
 * @param maxInboundBytes the bound of a client's text message
 * @param heartbeat after how much silence a heartbeat is sent, and a silent client is sent a ping
 * @param pongTimeout how long a ping may stay unanswered
 * @param writeTimeout how long a write may stay in flight
 */
public record ConnectionSettings(
        int maxInboundBytes, Duration heartbeat, Duration pongTimeout, Duration writeTimeout) {}
