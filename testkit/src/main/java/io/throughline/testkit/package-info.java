// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of WebSocket managers need: connections in memory whose speed and failures the test decides, and what their
 * clients received.
 */
@NullMarked
package io.throughline.testkit;

import org.jspecify.annotations.NullMarked;
