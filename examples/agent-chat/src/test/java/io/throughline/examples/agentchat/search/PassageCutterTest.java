// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.examples.agentchat.search.PassageCutter.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageCutterTest {
    private static List<Piece> cut(String markdown, int maxChars) {
        return PassageCutter.cut(new MarkdownReader().read(markdown), maxChars);
    }

    @Test
    void neighbouringParagraphsOfASectionStayTogetherWhileTheyFit() {
        assertEquals(
                List.of(
                        new Piece("T", 2, "first one\n\nsecond one"),
                        new Piece("T", 7, "third one"),
                        new Piece("S", 9, "fourth")),
                cut("# T\nfirst\none\n\nsecond one\n\nthird one\n# S\nfourth\n", 24));
    }

    @Test
    void aLongParagraphIsCutBetweenItsLines() {
        assertEquals(
                List.of(new Piece("", 1, "aaaa bbbb"), new Piece("", 3, "cccc dddd")),
                cut("aaaa\nbbbb\ncccc\ndddd\n", 11));
    }

    @Test
    void aLongLineIsCutAfterASentence() {
        assertEquals(
                List.of(new Piece("", 1, "One is here. Two is here."), new Piece("", 1, "Three is here.")),
                cut("One is here. Two is here. Three is here.", 30));
    }

    @Test
    void orAfterAWord() {
        assertEquals(
                List.of(new Piece("", 1, "several words"), new Piece("", 1, "and no end")),
                cut("several words and no end", 16));
    }

    @Test
    void orAnywhereButNeverWithinACharacter() {
        List<Piece> pieces = cut("\uD83D\uDE00".repeat(10), 7);

        assertEquals(
                "\uD83D\uDE00".repeat(10),
                String.join("", pieces.stream().map(Piece::text).toList()));
        assertTrue(pieces.stream().allMatch(piece -> piece.text().codePoints().allMatch(c -> c == 0x1F600)));
    }

    @Test
    void nothingIsLostWhereverItIsCut() {
        String words =
                "alpha beta gamma. Delta epsilon\n- zeta eta\n- theta\n\niota kappa lambda mu nu xi omicron pi\n";
        for (int max = 10; max < 120; max++) {
            String joined =
                    String.join(" ", cut(words, max).stream().map(Piece::text).toList());
            assertEquals(words.replaceAll("\\s+", ""), joined.replaceAll("\\s+", ""), "at most " + max);
        }
    }

    @Test
    void aDocumentOfHeadingsAloneIsTheListOfThem() {
        assertEquals(List.of(new Piece("One", 1, "One\nTwo")), cut("# One\n## Two\n", 100));
    }

    @Test
    void nothingGivesNothing() {
        assertEquals(List.of(), cut("", 100));
        assertEquals(List.of(), cut("\n#\n\n", 100));
    }
}
