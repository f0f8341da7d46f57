// SPDX-License-Identifier: Apache-2.0
/** The unified WebSocket manager, and what makes and watches it. */
@NullMarked
package io.throughline.core;

import org.jspecify.annotations.NullMarked;
