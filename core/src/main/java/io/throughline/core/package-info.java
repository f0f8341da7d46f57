// SPDX-License-Identifier: Apache-2.0
/**
 * The unified WebSocket manager, what makes and uses it, and the discovery of adapters for legacy managers.
 *
 * <p>The way of an event: {@link io.throughline.core.Agent} → {@link io.throughline.core.ExecutionEngine} → {@link
 * io.throughline.core.WebSocketNotifier} → {@link io.throughline.core.WebSocketManager} → the user's log → each of the
 * user's {@linkplain io.throughline.api.WebSocketConnection connections}.
 */
@NullMarked
package io.throughline.core;

import org.jspecify.annotations.NullMarked;
