// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.Objects;

/**
 * A place in a document that answers a question.
 *
 * @param file the document's path relative to the indexed folder, with {@code /} between the parts, never null
 * @param heading the nearest heading above the text, or the document's title, or empty; never null
 * @param line the line of the document on which the text begins, counted from 1 (in unpacked content, if it was packed)
 * @param text the passage itself, at most {@link DocumentIndex#MAX_PASSAGE_CHARS} characters, never null; line breaks
 *     within running text are removed, those of lists, tables and code are kept
 * @param score how well it fits, higher is better; comparable within one result only
 */
public record Passage(String file, String heading, int line, String text, float score) {
    /** Refuses null. */
    public Passage {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(text, "text");
    }
}
