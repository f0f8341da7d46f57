// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.ParsedDocument.Section;
import java.util.ArrayList;
import java.util.List;

/** Shows a parsed document as lines that a test can compare: {@code # heading}, then {@code number|text}, {@code -} between paragraphs. */
final class Outline {
    private Outline() {}

    static List<String> of(DocumentReader reader, String text) {
        return of(reader.read(text));
    }

    static List<String> of(ParsedDocument document) {
        var outline = new ArrayList<String>();
        for (Section section : document.sections()) {
            outline.add("# " + section.heading());
            for (int i = 0; i < section.paragraphs().size(); i++) {
                if (i > 0) {
                    outline.add("-");
                }
                section.paragraphs().get(i).lines().forEach(line -> outline.add(line.number() + "|" + line.text()));
            }
        }
        return outline;
    }
}
