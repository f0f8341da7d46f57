// SPDX-License-Identifier: Apache-2.0
/** Servers and clients together, under faults of the network between them. */
@NullMarked
package io.throughline.system;

import org.jspecify.annotations.NullMarked;
