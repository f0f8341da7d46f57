// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.regex.Pattern;

/** Collects the lines of a document that is written as text: which belong together, and which stand on their own. */
final class TextLines {
    private static final int CODE_INDENT = 4;
    private static final Pattern LIST_ITEM = Pattern.compile("(?:[-*+•·o]|\\(?[0-9]{1,3}[.)])\\s.*", Pattern.DOTALL);

    private static final Pattern KEY_AND_VALUE = Pattern.compile("\\p{Lu}[\\w-]{1,30}:\\s.*", Pattern.DOTALL);

    private final DocumentBuilder document;
    private int codeIndent;

    TextLines(DocumentBuilder document) {
        this.document = document;
    }

    /** Adds a line as it stands in the document; a blank one ends the paragraph, and so does a lone dot, as Debian has it. */
    void add(int number, String raw) {
        String text = raw.strip();
        if (text.isEmpty() || text.equals(".")) {
            document.endParagraph();
            return;
        }
        int indent = indent(raw);
        if (!document.inParagraph()) {
            codeIndent = indent >= CODE_INDENT && !isListItem(text) ? indent : 0;
        }
        if (codeIndent > 0) {
            code(number, raw, codeIndent);
        } else {
            document.line(number, text, isListItem(text) || isRow(text));
        }
    }

    /** Adds a line of code, whose inner spaces and line break stay, less the indentation of the code as a whole. */
    void code(int number, String raw, int indent) {
        String text = raw.replace("\t", "    ").stripTrailing();
        int start = 0;
        while (start < indent && start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        document.line(number, text.substring(start), true);
    }

    /** Adds a row of a table, its cells apart from each other, without the strokes around and between them. */
    void row(int number, String raw) {
        String cells = raw.strip();
        cells = cells.substring(1, cells.length() - 1).strip().replace(" | ", "   ");
        document.line(number, cells, true);
    }

    static boolean isListItem(String text) {
        return LIST_ITEM.matcher(text).matches();
    }

    private static boolean isRow(String text) {
        return KEY_AND_VALUE.matcher(text).matches()
                || text.startsWith("|")
                || text.contains("   ")
                || text.contains("\t");
    }

    private static int indent(String raw) {
        int indent = 0;
        for (int i = 0; i < raw.length() && Character.isWhitespace(raw.charAt(i)); i++) {
            indent += raw.charAt(i) == '\t' ? CODE_INDENT : 1;
        }
        return indent;
    }
}
