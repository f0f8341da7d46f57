// SPDX-License-Identifier: Apache-2.0
/** A user's log: everything that was sent to the user, once, in order, within bounds. */
@NullMarked
package io.throughline.core.internal.log;

import org.jspecify.annotations.NullMarked;
