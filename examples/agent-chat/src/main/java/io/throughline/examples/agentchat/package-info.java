// SPDX-License-Identifier: Apache-2.0
/**
 * The example: a person asks a question in a browser and watches an agent search a folder of documents.
 *
 * <p>{@code AgentChat} wires it together; {@code SearchAgent} is the agent; {@code search} is its tool.
 */
@NullMarked
package io.throughline.examples.agentchat;

import org.jspecify.annotations.NullMarked;
