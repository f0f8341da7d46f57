// SPDX-License-Identifier: Apache-2.0
/** Writes and reads the JSON of the wire protocol, with the streaming API of Jackson alone. */
@NullMarked
package io.throughline.core.internal.json;

import org.jspecify.annotations.NullMarked;
