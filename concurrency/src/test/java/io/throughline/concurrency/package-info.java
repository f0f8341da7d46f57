// SPDX-License-Identifier: Apache-2.0
/** What happens when everything happens at once: the hub under schedules that a checker makes. */
@NullMarked
package io.throughline.concurrency;

import org.jspecify.annotations.NullMarked;
