// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text made to keep patterns, recursion or copying busy for hours: every reader gets through it. */
class EndlessTextTest {
    private static final int LENGTH = 400_000;

    static Stream<Arguments> readersAndTexts() {
        var units = List.of(
                " ",
                "-",
                "=",
                "#",
                "# ",
                "[",
                "[a](",
                "![",
                "* ",
                "|-",
                "`",
                "<",
                "<div>",
                "<p><b>",
                "&",
                ":a:`",
                ".. ",
                "A ",
                "word ",
                "1.",
                "1. ",
                "é",
                "\uD83D\uDE00",
                "\t",
                "\n",
                "# a\n",
                "a\n=\n",
                "    x\n",
                "- a\n",
                "\f");
        return Stream.of("a.md", "a.html", "a.rst", "a.adoc", "a")
                .flatMap(name -> units.stream().map(unit -> Arguments.of(name, unit)));
    }

    @ParameterizedTest
    @MethodSource("readersAndTexts")
    @Timeout(60)
    void isRead(String name, String unit) {
        String text = "start " + unit.repeat(LENGTH / unit.length()) + " x";

        ParsedDocument document = DocumentFormats.readerFor(name).read(text);

        PassageCutter.cut(document, DocumentIndex.MAX_PASSAGE_CHARS)
                .forEach(piece -> assertTrue(piece.text().length() <= DocumentIndex.MAX_PASSAGE_CHARS));
        assertTrue(document.title().length() <= 160);
    }
}
