// SPDX-License-Identifier: Apache-2.0
/** What clients have handled, and how senders learn it. */
@NullMarked
package io.throughline.core.internal.receipt;

import org.jspecify.annotations.NullMarked;
