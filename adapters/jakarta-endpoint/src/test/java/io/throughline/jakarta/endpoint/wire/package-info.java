// SPDX-License-Identifier: Apache-2.0
/** Scenarios of the wire protocol over real sockets, for every container that serves it. */
@NullMarked
package io.throughline.jakarta.endpoint.wire;

import org.jspecify.annotations.NullMarked;
