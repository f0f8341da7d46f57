// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.Locale;
import java.util.Map;

/** Tells by the end of a document's name how to read it. */
final class DocumentFormats {
    private static final DocumentReader MARKDOWN = new MarkdownReader();
    private static final DocumentReader HTML = new HtmlReader();
    private static final DocumentReader RESTRUCTURED_TEXT = new RestructuredTextReader();
    private static final DocumentReader ASCIIDOC = new AsciidocReader();
    private static final DocumentReader PLAIN_TEXT = new PlainTextReader();

    private static final Map<String, DocumentReader> BY_ENDING = Map.of(
            "md", MARKDOWN,
            "markdown", MARKDOWN,
            "html", HTML,
            "htm", HTML,
            "xhtml", HTML,
            "rst", RESTRUCTURED_TEXT,
            "adoc", ASCIIDOC,
            "asciidoc", ASCIIDOC);

    private DocumentFormats() {}

    /** The reader for a document of this name; for any other name, or one without an ending, that of plain text. */
    static DocumentReader readerFor(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, PLAIN_TEXT);
    }
}
