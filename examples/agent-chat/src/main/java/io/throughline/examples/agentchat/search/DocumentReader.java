// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

/** Finds headings and paragraphs in a document of one format. Stateless and thread-safe; reads anything, however broken. */
interface DocumentReader {
    ParsedDocument read(String text);
}
