// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Markdown: headings of both kinds, fenced code, front matter, tables; comments and link targets are left out. */
final class MarkdownReader implements DocumentReader {
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");

    @Override
    public ParsedDocument read(String text) {
        List<String> lines = text.lines().toList();
        var document = new DocumentBuilder();
        var body = new TextLines(document);
        String fence = "";
        boolean comment = false;
        for (int i = frontMatter(lines); i < lines.size(); i++) {
            String line = lines.get(i);
            String below = i + 1 < lines.size() ? lines.get(i + 1) : "";
            Matcher opening = FENCE.matcher(line);
            if (!fence.isEmpty()) {
                if (line.strip().startsWith(fence)) {
                    fence = "";
                    document.endParagraph();
                } else {
                    body.code(i + 1, line, 0);
                }
            } else if (comment || line.stripLeading().startsWith("<!--")) {
                comment = !line.contains("-->");
            } else if (opening.matches()) {
                fence = opening.group(1);
                document.endParagraph();
            } else if (MarkdownText.isHeading(line)) {
                document.heading(i + 1, MarkdownText.headingOf(line));
            } else if (!document.inParagraph() && isUnderlined(line, below)) {
                document.heading(i + 1, MarkdownText.plain(line));
                i++;
            } else if (MarkdownText.isRule(line)) {
                document.endParagraph();
            } else if (MarkdownText.isTableRow(line)) {
                body.row(i + 1, MarkdownText.plain(line));
            } else if (!MarkdownText.isSilent(line)) {
                body.add(i + 1, MarkdownText.plain(line));
            }
        }
        return document.build();
    }

    private static boolean isUnderlined(String line, String below) {
        String row = below.strip();
        return !line.isBlank()
                && !TextLines.isListItem(line.strip())
                && row.length() >= 2
                && (row.chars().allMatch(c -> c == '=') || row.chars().allMatch(c -> c == '-'));
    }

    /** How many lines of settings between two rows of dashes stand before the text. */
    private static int frontMatter(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).stripTrailing().equals("---")) {
            return 0;
        }
        int end = lines.subList(1, lines.size()).indexOf("---");
        return end < 0 ? 0 : end + 2;
    }
}
