// SPDX-License-Identifier: Apache-2.0
/**
 * Bridges that let old code go on under the old managers' names, while the one manager does the work.
 *
 * <p>A bridge has nothing of its own: no connections, no queue, no state but the manager that it delegates to. Each is
 * deprecated for removal, warns once for each place that calls it, and has an end date; nothing new should be written
 * against this package, and nothing in this library uses it.
 */
@NullMarked
package io.throughline.compat;

import org.jspecify.annotations.NullMarked;
