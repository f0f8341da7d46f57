// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads AsciiDoc: headings, listings and literal blocks; attributes and comments are left out. */
final class AsciidocReader implements DocumentReader {
    private static final Pattern HEADING = Pattern.compile("[=#]{1,6}\\s+(\\S.*)");
    private static final Pattern DELIMITER = Pattern.compile("(?:-{4,}|\\.{4,}|={4,}|\\*{4,}|_{4,}|\\|={3,}|--)\\s*");
    private static final Pattern DROPPED = Pattern.compile("//.*|:!?[\\w-]{1,60}!?:(?:\\s.*)?|\\[[^\\]]{0,300}\\]\\s*");

    @Override
    public ParsedDocument read(String text) {
        List<String> lines = text.lines().toList();
        var document = new DocumentBuilder();
        var body = new TextLines(document);
        String listing = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher heading = HEADING.matcher(line);
            if (!listing.isEmpty()) {
                if (line.stripTrailing().equals(listing)) {
                    listing = "";
                    document.endParagraph();
                } else {
                    body.code(i + 1, line, 0);
                }
            } else if (heading.matches()) {
                document.heading(i + 1, plain(heading.group(1)));
            } else if (DELIMITER.matcher(line).matches()) {
                listing = line.startsWith("----") || line.startsWith("....") ? line.stripTrailing() : "";
                document.endParagraph();
            } else if (!DROPPED.matcher(line).matches()) {
                body.add(i + 1, plain(line));
            }
        }
        return document.build();
    }

    private static String plain(String line) {
        return line.replace("**", "").replace("`", "");
    }
}
