// SPDX-License-Identifier: Apache-2.0
/**
 * A stand-alone server: the wire protocol's endpoint, static pages and a few HTTP routes on one address and port.
 *
 * <p>Tyrus answers the pings of clients and sends none itself; silence is broken by the hub's heartbeats.
 */
@NullMarked
package io.throughline.tyrus;

import org.jspecify.annotations.NullMarked;
