// SPDX-License-Identifier: Apache-2.0
/** The tests of the JavaScript client. */
@NullMarked
package io.throughline.client.js;

import org.jspecify.annotations.NullMarked;
