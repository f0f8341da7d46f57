// SPDX-License-Identifier: Apache-2.0
/** Runs tests that are written for Node's own test runner, where there is a Node. */
@NullMarked
package io.throughline.client.js.node;

import org.jspecify.annotations.NullMarked;
