// SPDX-License-Identifier: Apache-2.0
/**
 * The canonical protocol: what every WebSocket manager offers, the ids and events it speaks of, and what a send answers with.
 *
 * <p>Start at {@link io.throughline.api.WebSocketManagerProtocol}. Nothing here has state shared between callers, and
 * nothing here depends on a JSON library, a logging library or a WebSocket implementation.
 */
@NullMarked
package io.throughline.api;

import org.jspecify.annotations.NullMarked;
