// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.ParsedDocument.Line;
import io.throughline.examples.agentchat.search.ParsedDocument.Paragraph;
import io.throughline.examples.agentchat.search.ParsedDocument.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into passages: neighbouring paragraphs of one section together, as far as they fit; a paragraph that is
 * too long alone in pieces.
 */
final class PassageCutter {
    private final int maxChars;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int firstLine;

    private PassageCutter(int maxChars) {
        this.maxChars = maxChars;
    }

    /** A passage before it is indexed. */
    record Piece(String heading, int line, String text) {}

    static List<Piece> cut(ParsedDocument document, int maxChars) {
        var cutter = new PassageCutter(maxChars);
        for (Section section : document.sections()) {
            String heading = section.heading().isEmpty() ? document.title() : section.heading();
            section.paragraphs().forEach(paragraph -> cutter.add(heading, paragraph));
            cutter.flush(heading);
        }
        return cutter.pieces;
    }

    private void add(String heading, Paragraph paragraph) {
        int length = paragraph.lines().stream()
                .mapToInt(line -> line.text().length() + 1)
                .sum();
        if (text.length() + 2 + length > maxChars) {
            flush(heading);
        }
        String gap = "\n\n";
        for (Line line : paragraph.lines()) {
            if (text.length() + 2 + line.text().length() > maxChars) {
                flush(heading);
            }
            append(heading, gap, line);
            gap = "";
        }
    }

    private void append(String heading, String gap, Line line) {
        if (text.length() == 0) {
            firstLine = line.number();
        } else if (!gap.isEmpty()) {
            text.append(gap);
        } else {
            text.append(line.onItsOwn() ? '\n' : ' ');
        }
        String whole = line.text();
        int start = 0;
        while (text.length() + whole.length() - start > maxChars) {
            int end = TextCutter.cut(whole, start, maxChars - text.length());
            text.append(whole, start, end);
            start = end;
            flush(heading);
            firstLine = line.number();
        }
        text.append(whole, start, whole.length());
    }

    private void flush(String heading) {
        String passage = text.toString().strip();
        text.setLength(0);
        if (!passage.isBlank()) {
            pieces.add(new Piece(heading, firstLine, passage));
        }
    }
}
