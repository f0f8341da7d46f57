// SPDX-License-Identifier: Apache-2.0
/**
 * The wire protocol's endpoint, which an application deploys in the Jakarta WebSocket container that it already has.
 *
 * <p>Nothing here pings: pings of clients are answered by the container, and silence is broken by the hub's heartbeats.
 */
@NullMarked
package io.throughline.jakarta.endpoint;

import org.jspecify.annotations.NullMarked;
