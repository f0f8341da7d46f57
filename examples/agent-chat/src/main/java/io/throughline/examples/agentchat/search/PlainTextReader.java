// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads plain text, with the headings that people write in it: underlined, numbered, in capitals, and the entries of a
 * Debian changelog.
 */
final class PlainTextReader implements DocumentReader {
    private static final Pattern CHANGELOG_ENTRY =
            Pattern.compile("[\\w.+-]{1,100} \\([^)]{1,100}\\) .{0,200};.{0,100}");
    private static final Pattern NUMBERED = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){0,4}\\.? {1,4}\\p{Lu}.{2,70}");
    private static final int MAX_CAPITALS = 60;

    @Override
    public ParsedDocument read(String text) {
        List<String> lines = text.lines().toList();
        var document = new DocumentBuilder();
        var body = new TextLines(document);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String below = i + 1 < lines.size() ? lines.get(i + 1) : "";
            boolean afterGap = i == 0 || lines.get(i - 1).isBlank();
            if (!document.inParagraph() && Underline.isHeading(line, below)) {
                document.heading(i + 1, line);
                i++;
            } else if (CHANGELOG_ENTRY.matcher(line).matches() || (afterGap && isHeading(line, below))) {
                document.heading(i + 1, line);
            } else if (Underline.isRow(line.strip())) {
                document.endParagraph();
            } else {
                body.add(i + 1, line);
            }
        }
        return document.build();
    }

    private static boolean isHeading(String line, String below) {
        if (line.isBlank() || Character.isWhitespace(line.charAt(0))) {
            return false;
        }
        return (below.isBlank() && NUMBERED.matcher(line).matches()) || isInCapitals(line, below);
    }

    private static boolean isInCapitals(String line, String below) {
        return line.length() <= MAX_CAPITALS
                && (below.isBlank() || Character.isWhitespace(below.charAt(0)))
                && line.chars().noneMatch(Character::isLowerCase)
                && line.chars().filter(Character::isUpperCase).count() >= 3;
    }
}
