// SPDX-License-Identifier: Apache-2.0
/**
 * Full-text search over a folder of documents: the tool that the example's agent really uses.
 *
 * <p>{@link io.throughline.examples.agentchat.search.DocumentIndex} is the entrance. It knows nothing of agents,
 * connections or events.
 */
@NullMarked
package io.throughline.examples.agentchat.search;

import org.jspecify.annotations.NullMarked;
