// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

/** Headings that are marked by a row of punctuation under them, as in reStructuredText and in many a README. */
final class Underline {
    private static final String MARKS = "=-~^*+#_\"'`:.";
    private static final int MIN_LENGTH = 3;
    private static final int MAX_HEADING = 120;

    private Underline() {}

    /** Whether a line consists of one punctuation character, several times. */
    static boolean isRow(String line) {
        String row = line.stripTrailing();
        if (row.length() < MIN_LENGTH || MARKS.indexOf(row.charAt(0)) < 0) {
            return false;
        }
        return row.chars().allMatch(c -> c == row.charAt(0));
    }

    /** Whether a line is a heading, since the one below is a row about as long. */
    static boolean isHeading(String line, String below) {
        String text = line.strip();
        return !text.isEmpty()
                && text.length() <= MAX_HEADING
                && !isRow(text)
                && isRow(below.strip())
                && below.strip().length() >= text.length() - 2;
    }
}
