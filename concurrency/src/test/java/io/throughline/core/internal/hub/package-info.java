// SPDX-License-Identifier: Apache-2.0
/** Parts of the hub that only its own package knows, under a checker's schedules. */
@NullMarked
package io.throughline.core.internal.hub;

import org.jspecify.annotations.NullMarked;
