// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads reStructuredText: underlined headings with or without a row above, directives, roles and link targets. */
final class RestructuredTextReader implements DocumentReader {
    private static final Pattern EXPLICIT = Pattern.compile("\\s*\\.\\.(?:\\s+(.*))?");
    private static final Pattern DIRECTIVE = Pattern.compile("[\\w.:+-]{1,60}::\\s*(.*)");
    private static final Pattern OPTION = Pattern.compile("\\s+:[\\w -]{1,40}:(?:\\s.*)?");
    private static final Pattern ROLE = Pattern.compile(":[\\w:+.-]{1,40}:`([^`]{1,300})`");
    private static final Pattern TARGET = Pattern.compile("`([^`<]{1,300}?)\\s*<[^`<>]{1,500}>`_{0,2}");
    private static final int MAX_CLEANED = 10_000;

    @Override
    public ParsedDocument read(String text) {
        List<String> lines = text.lines().toList();
        var document = new DocumentBuilder();
        var body = new TextLines(document);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String below = i + 1 < lines.size() ? lines.get(i + 1) : "";
            Matcher explicit = EXPLICIT.matcher(line);
            if (!document.inParagraph() && Underline.isHeading(line, below)) {
                document.heading(i + 1, plain(line));
                i++;
            } else if (Underline.isRow(line.strip())) {
                document.endParagraph();
            } else if (explicit.matches()) {
                document.endParagraph();
                Matcher directive = DIRECTIVE.matcher(explicit.group(1) == null ? "" : explicit.group(1));
                body.add(i + 1, directive.matches() ? plain(directive.group(1)) : "");
            } else if (!OPTION.matcher(line).matches()) {
                body.add(i + 1, plain(line));
            }
        }
        return document.build();
    }

    private static String plain(String line) {
        if (line.length() > MAX_CLEANED) {
            return line;
        }
        String text = ROLE.matcher(line).replaceAll("$1");
        text = TARGET.matcher(text).replaceAll("$1");
        return text.replace("**", "").replace("`", "");
    }
}
