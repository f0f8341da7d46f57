// SPDX-License-Identifier: Apache-2.0
/** A small client of the wire protocol, version 1: it comes back by itself, and loses nothing silently. */
@NullMarked
package io.throughline.client;

import org.jspecify.annotations.NullMarked;
