// SPDX-License-Identifier: Apache-2.0
/** The rules of architecture that all production classes keep. */
@NullMarked
package io.throughline.conformance.architecture;

import org.jspecify.annotations.NullMarked;
