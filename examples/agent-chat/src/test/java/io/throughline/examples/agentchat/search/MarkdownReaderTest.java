// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReaderTest {
    private static List<String> outline(String text) {
        return Outline.of(new MarkdownReader(), text);
    }

    @Test
    void headingsOfBothKinds() {
        assertEquals(
                List.of("# Top", "3|one", "# Sub", "7|two", "# Third", "9|three", "# Closed", "11|four"),
                outline("Top\n===\none\n\nSub\n---\ntwo\n### Third\nthree\n## Closed ##\nfour\n"));
    }

    @Test
    void theFirstHeadingIsTheTitle() {
        assertEquals(
                "Top",
                new MarkdownReader().read("intro\n# Top\ntext\n## Sub\ntext").title());
    }

    @Test
    void hashesThatAreNoHeading() {
        assertEquals(List.of("# ", "1|#tag and #other"), outline("#tag and #other\n"));
    }

    @Test
    void paragraphsAndLists() {
        assertEquals(
                List.of("# ", "1|one", "2|one more", "-", "4|- item", "5|goes on", "6|1. first"),
                outline("one\none more\n\n- item\n  goes on\n1. first\n"));
    }

    @Test
    void fencedCodeKeepsItsShapeAndHasNoHeadings() {
        assertEquals(
                List.of("# ", "1|text", "-", "3|# a comment", "4|  indented `tick`", "-", "6|after"),
                outline("text\n```sh\n# a comment\n  indented `tick`\n```\nafter\n"));
    }

    @Test
    void aFenceThatIsNeverClosedReachesTheEnd() {
        assertEquals(List.of("# ", "2|code", "3|# more"), outline("~~~~\ncode\n# more"));
    }

    @Test
    void indentedCode() {
        assertEquals(
                List.of("# ", "1|text", "-", "3|if (a) {", "4|    b();", "5|}"),
                outline("text\n\n    if (a) {\n        b();\n    }\n"));
    }

    @Test
    void markupIsLeftOut() {
        assertEquals(
                List.of("# Link here", "2|See the guide and logo, bold and run_id, a --port <port>."), outline("""
                        # [Link](https://example.org) `here`
                        See [the guide](a.md#x) and ![logo](x.png), **bold** and `run_id`, <b>a</b> `--port <port>`.
                        """));
    }

    @Test
    void whatShowsNothingIsLeftOut() {
        assertEquals(List.of("# ", "4|text", "-", "8|a   b", "10|1   2"), outline("""
                        ---
                        title: x
                        ---
                        text

                        [ref]: https://example.org
                        * * *
                        | a | b |
                        |---|:-:|
                        | 1 | 2 |
                        <!-- a
                        # comment
                        -->
                        """));
    }
}
