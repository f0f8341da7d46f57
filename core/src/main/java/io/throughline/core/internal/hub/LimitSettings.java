// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

/**
 * How many clients a hub takes, and how fast.
 *
 * @param connections how many connections there may be
 * @param connectionsPerUser how many one user may have
 * @param handshakes how fast clients may come
 * @param inbound how fast each client may send
 */
public record LimitSettings(int connections, int connectionsPerUser, Rate handshakes, Rate inbound) {
    /**
     * A rate.
     *
     * @param perSecond in the long run
     * @param burst at once, after a pause
     */
    public record Rate(int perSecond, int burst) {
        TokenBucket bucket(long nowMillis) {
            return new TokenBucket(perSecond, burst, nowMillis);
        }
    }
}
