// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.ParsedDocument.Line;
import io.throughline.examples.agentchat.search.ParsedDocument.Paragraph;
import io.throughline.examples.agentchat.search.ParsedDocument.Section;
import java.util.ArrayList;
import java.util.List;

/** Collects what a reader finds, from the top of a document to its end. */
final class DocumentBuilder {
    private static final int MAX_HEADING_CHARS = 160;

    private final List<Section> sections = new ArrayList<>();
    private final List<Line> headings = new ArrayList<>();
    private String title = "";
    private String heading = "";
    private List<Paragraph> paragraphs = new ArrayList<>();
    private List<Line> lines = new ArrayList<>();

    /** Names the document; without this its first heading does. */
    void title(String text) {
        title = shorten(text);
    }

    void heading(int number, String text) {
        endSection();
        heading = shorten(text);
        if (!heading.isEmpty()) {
            headings.add(new Line(number, heading, true));
        }
        if (title.isEmpty()) {
            title = heading;
        }
    }

    void line(int number, String text, boolean onItsOwn) {
        if (!text.isBlank()) {
            lines.add(new Line(number, text, onItsOwn));
        }
    }

    boolean inParagraph() {
        return !lines.isEmpty();
    }

    void endParagraph() {
        if (!lines.isEmpty()) {
            paragraphs.add(new Paragraph(lines));
            lines = new ArrayList<>();
        }
    }

    /** The document; one that has headings and nothing else becomes the list of its headings. */
    ParsedDocument build() {
        endSection();
        if (sections.isEmpty() && !headings.isEmpty()) {
            sections.add(new Section(title, List.of(new Paragraph(headings))));
        }
        return new ParsedDocument(title, sections);
    }

    private void endSection() {
        endParagraph();
        if (!paragraphs.isEmpty()) {
            sections.add(new Section(heading, paragraphs));
            paragraphs = new ArrayList<>();
        }
    }

    private static String shorten(String text) {
        String line = text.strip();
        return line.length() <= MAX_HEADING_CHARS ? line : TextCutter.head(line, MAX_HEADING_CHARS - 1) + "…";
    }
}
