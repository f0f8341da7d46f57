// SPDX-License-Identifier: Apache-2.0
/** What to make of what other people's code throws. */
@NullMarked
package io.throughline.core.internal.fault;

import org.jspecify.annotations.NullMarked;
