// SPDX-License-Identifier: Apache-2.0
/** What managers, events and fan-out cost; see the README of this module. */
@NullMarked
package io.throughline.benchmarks;

import org.jspecify.annotations.NullMarked;
