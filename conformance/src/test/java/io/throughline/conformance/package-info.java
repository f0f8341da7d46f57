// SPDX-License-Identifier: Apache-2.0
/** The 31 checks that every manager of the project passes, and the rules that the whole code base keeps. */
@NullMarked
package io.throughline.conformance;

import org.jspecify.annotations.NullMarked;
