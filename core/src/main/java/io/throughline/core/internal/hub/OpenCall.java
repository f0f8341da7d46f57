// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

/**
 * A call of a tool that has not come back.
 *
 * @param id unique among the open calls of its run
 * @param toolName as it was announced
 * @param startedMillis when it was announced
 */
record OpenCall(String id, String toolName, long startedMillis) {}
