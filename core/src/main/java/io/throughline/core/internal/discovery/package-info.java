// SPDX-License-Identifier: Apache-2.0
/** Finds providers of adapters; the only place that uses {@link java.util.ServiceLoader}. */
@NullMarked
package io.throughline.core.internal.discovery;

import org.jspecify.annotations.NullMarked;
