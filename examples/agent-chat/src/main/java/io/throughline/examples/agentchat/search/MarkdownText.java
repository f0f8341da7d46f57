// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.regex.Pattern;

/**
 * Knows the lines and the inline markup of Markdown.
 *
 * <p>A line that is longer than any person writes is taken as it is: patterns are not run over it.
 */
final class MarkdownText {
    private static final int MAX_MARKED_UP = 10_000;
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}(?:\\s.*)?");
    private static final Pattern HASHES = Pattern.compile("^#+|\\s#+$");
    private static final Pattern LINK_TARGET = Pattern.compile(" {0,3}\\[[^\\]]{1,200}\\]:\\s+\\S.*");
    private static final Pattern IMAGE = Pattern.compile("!\\[([^\\]\\[]{0,300})\\]\\([^()]{0,500}\\)");
    private static final Pattern LINK =
            Pattern.compile("\\[([^\\]\\[]{1,300})\\](?:\\([^()]{0,500}\\)|\\[[^\\]\\[]{0,100}\\])");
    private static final Pattern STRONG = Pattern.compile("\\*\\*|(?<![\\w])__(?=\\w)|(?<=\\w)__(?!\\w)");
    private static final Pattern TAG =
            Pattern.compile("</?(?:p|br|div|span|img|a|b|i|em|strong|code|kbd|sub|sup|details|summary|table|tr|td|th"
                    + "|thead|tbody|ul|ol|li|h[1-6]|center|picture|source|hr|pre)(?:\\s[^<>]{0,500})?/?>");

    private MarkdownText() {}

    static boolean isHeading(String line) {
        return isMarkedUp(line) && HEADING.matcher(line).matches();
    }

    /** The words of a heading, without the hashes before and after them. */
    static String headingOf(String line) {
        return plain(HASHES.matcher(line.strip()).replaceAll("")).strip();
    }

    /** Whether a line is a horizontal rule. */
    static boolean isRule(String line) {
        String marks = line.replace(" ", "").stripTrailing();
        return marks.length() >= 3
                && "*_-".indexOf(marks.charAt(0)) >= 0
                && marks.chars().allMatch(c -> c == marks.charAt(0));
    }

    /** Whether a line shows nothing: where a link leads to, or the row under the head of a table. */
    static boolean isSilent(String line) {
        return isTableRule(line)
                || (isMarkedUp(line) && LINK_TARGET.matcher(line).matches());
    }

    static boolean isTableRow(String line) {
        String row = line.strip();
        return row.length() > 2 && row.startsWith("|") && row.endsWith("|") && !isTableRule(row);
    }

    private static boolean isTableRule(String line) {
        return line.indexOf('-') >= 0 && line.chars().allMatch(c -> "|:- \t".indexOf(c) >= 0);
    }

    /** A line without its inline markup. */
    static String plain(String line) {
        if (!isMarkedUp(line)) {
            return line;
        }
        String text = IMAGE.matcher(line).replaceAll("$1");
        text = LINK.matcher(text).replaceAll("$1");
        text = TAG.matcher(text).replaceAll("");
        text = STRONG.matcher(text).replaceAll("");
        return text.replace("`", "");
    }

    private static boolean isMarkedUp(String line) {
        return line.length() <= MAX_MARKED_UP;
    }
}
