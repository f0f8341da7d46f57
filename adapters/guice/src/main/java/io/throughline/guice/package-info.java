// SPDX-License-Identifier: Apache-2.0
/** A Guice module for the whole system, whose plug-ins are bound with Multibinder. */
@NullMarked
package io.throughline.guice;

import org.jspecify.annotations.NullMarked;
