// SPDX-License-Identifier: Apache-2.0
/** What a hub counts. */
@NullMarked
package io.throughline.core.internal.count;

import org.jspecify.annotations.NullMarked;
