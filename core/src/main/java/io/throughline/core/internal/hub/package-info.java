// SPDX-License-Identifier: Apache-2.0
/**
 * The hub: users' logs, the connections that are cursors over them, and what clients send.
 *
 * <p>Locks: each user has one, held for the run's check, the append and the book-keeping of cursors, never during I/O,
 * encoding or a listener. A cursor's drain is owned by one thread at a time, without a lock.
 */
@NullMarked
package io.throughline.core.internal.hub;

import org.jspecify.annotations.NullMarked;
