// SPDX-License-Identifier: Apache-2.0
/** How a client comes in: held until it is known who it is, then attached to the hub. */
@NullMarked
package io.throughline.core.internal.accept;

import org.jspecify.annotations.NullMarked;
