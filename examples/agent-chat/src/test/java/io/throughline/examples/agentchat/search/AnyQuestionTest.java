// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyQuestionTest {
    @TempDir
    Path temp;

    private DocumentIndex index;

    @BeforeEach
    void build() throws IOException {
        index = new TestFolder(temp)
                .with("who.txt", "The Who are who they are. To be or not to be.\n")
                .with("tea.md", "# Tea\n\nGreen tea is steeped for two minutes.\n")
                .index();
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tea AND",
                "tea OR NOT",
                "+tea -",
                "\"tea",
                "tea\"~",
                "(tea",
                "tea)",
                "[tea TO",
                "{tea",
                "tea^",
                "tea^x",
                "/tea",
                "tea\\",
                "title:tea",
                "*tea?",
                "tea~99",
                "&& tea ||",
                "tea\u0000",
                "tea\uD800",
                "<b>tea</b>",
                "'tea'; --",
                "${tea}",
                "tea\n\ttea",
                "T.E.A. tea",
                "tea\u202Etea tea"
            })
    void punctuationIsNoSyntax(String question) {
        SearchResult result = index.search(question, 3);

        assertEquals("tea.md", result.passages().get(0).file(), question);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "???", "+-&|!(){}[]^\"~*?:\\/", "\u0000", "\uD83D"})
    void whatHasNoWordFindsNothing(String question) {
        SearchResult result = index.search(question, 3);

        assertEquals("", result.query());
        assertEquals(0, result.totalHits());
        assertTrue(result.passages().isEmpty());
    }

    @Test
    void aQuestionOfNothingButStopWordsIsTakenAtItsWord() {
        SearchResult result = index.search("who are they?", 3);

        assertEquals("who are they", result.query());
        assertEquals("who.txt", result.passages().get(0).file());
    }

    @Test
    void anEndlessQuestionIsCutToItsFirstWords() {
        var question = new StringBuilder("tea");
        for (int i = 0; i < 100_000; i++) {
            question.append(" word").append(i);
        }

        SearchResult result = index.search(question.toString(), 3);

        assertEquals(QuestionParser.MAX_WORDS, result.query().split(" ").length);
        assertEquals("tea.md", result.passages().get(0).file());
    }

    @Test
    void aWordOfManyPartsStaysWithinTheBoundsOfAQuery() {
        var question = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            question.append("aB_cD_eF_gH_iJ_kL_mN_oP_qR_sT_uV_wX_yZ").append(i).append(' ');
        }

        assertEquals(0, index.search(question + "x".repeat(9000), 3).totalHits());
    }

    @Test
    void randomTextNeverFails() {
        var random = new Random(20_261_122);
        for (int i = 0; i < 2_000; i++) {
            String question = random.ints(random.nextInt(40), 1, 0x2FFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            SearchResult result = index.search(question, 3);

            assertTrue(result.totalHits() >= result.passages().size(), question);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> index.search(nothing(), 3));
        for (int wrong : new int[] {Integer.MIN_VALUE, -1, 0, DocumentIndex.MAX_PASSAGES + 1, Integer.MAX_VALUE}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> index.search("tea", wrong));
            assertEquals("maxPassages must be from 1 to 100, but is " + wrong, refusal.getMessage());
        }
    }

    @Test
    void aClosedIndexSaysSo() throws IOException {
        index.close();
        index.close();

        var refusal = assertThrows(IllegalStateException.class, () -> index.search("tea", 3));
        assertTrue(String.valueOf(refusal.getMessage()).contains("is closed"), refusal.getMessage());
    }

    @Test
    void anInterruptedSearcherHarmsNobody() {
        Thread.currentThread().interrupt();
        SearchResult interrupted = index.search("tea", 3);
        assertTrue(Thread.interrupted(), "the interruption is still to be seen");

        assertEquals(1, interrupted.totalHits());
        assertEquals(1, index.search("tea", 3).totalHits());
    }

    @Test
    void manyThreadsSearchAtOnce() throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(8);
        try {
            var searches = new ArrayList<Callable<List<Passage>>>();
            for (int i = 0; i < 400; i++) {
                String question = i % 2 == 0 ? "green tea" : "who";
                searches.add(() -> index.search(question, 3).passages());
            }
            List<Future<List<Passage>>> results = pool.invokeAll(searches);
            for (int i = 0; i < results.size(); i++) {
                String expected = i % 2 == 0 ? "tea.md" : "who.txt";
                assertEquals(expected, results.get(i).get().get(0).file());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
