// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.List;

/**
 * A document without its markup.
 *
 * @param title its name for itself, empty if it has none
 * @param sections its text under the nearest headings, in order
 */
record ParsedDocument(String title, List<Section> sections) {
    /** What stands between one heading and the next; the heading is empty for what stands before the first. */
    record Section(String heading, List<Paragraph> paragraphs) {}

    /** Lines that belong together. */
    record Paragraph(List<Line> lines) {}

    /**
     * A line of text without markup.
     *
     * @param number where it stands in the document, from 1
     * @param text never blank
     * @param onItsOwn whether it keeps its line break when shown, as code and list items do
     */
    record Line(int number, String text, boolean onItsOwn) {}
}
