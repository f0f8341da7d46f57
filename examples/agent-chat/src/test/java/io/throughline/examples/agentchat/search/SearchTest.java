// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    @TempDir
    Path temp;

    private TestFolder folder;

    @BeforeEach
    void documents() throws IOException {
        folder = new TestFolder(temp)
                .with("guide/delivery.md", """
                        # Delivery

                        Everything is appended once.

                        ## Resuming

                        A client that was reconnecting names its cursor,
                        and resumes after the last event it saw.
                        """)
                .with("guide/limits.md", "# Limits\n\nA message has at most one megabyte.\n")
                .with("notes.txt", "The kettle is on the stove. It whistles when water boils.\n");
    }

    @Test
    void answersANaturalQuestionThroughStopWordsAndInflection() throws IOException {
        try (DocumentIndex index = folder.index()) {
            SearchResult result = index.search("How does a client resume after it reconnects?", 5);

            assertEquals("client resume reconnects", result.query());
            Passage best = result.passages().get(0);
            assertEquals("guide/delivery.md", best.file());
            assertEquals("Resuming", best.heading());
            assertEquals(7, best.line());
            assertEquals(
                    "A client that was reconnecting names its cursor, and resumes after the last event it saw.",
                    best.text());
            assertTrue(best.score() > 0);
        }
    }

    @Test
    void theLineIsWhereTheTextStandsInTheFile() throws IOException {
        folder.with("lines.md", "# A\n\n" + "filler words here.\n\n".repeat(120) + "the needle line\n");
        try (DocumentIndex index = folder.index()) {
            Passage passage = index.search("needle", 1).passages().get(0);

            List<String> lines = Files.readAllLines(temp.resolve("lines.md"));
            String first = passage.text().lines().findFirst().orElseThrow();
            assertEquals(first, lines.get(passage.line() - 1));
            assertTrue(passage.text().contains("the needle line"));
        }
    }

    @Test
    void headingsAndFileNamesCountMoreThanText() throws IOException {
        folder.with("x/one.txt", "Of teapots and of other things there is much to tell.\n")
                .with("x/teapots.txt", "Nothing here says so much as its file name.\n")
                .with("x/two.md", "# Kitchen\n\nlong story\n\n## Teapots\n\nThey are described in this section.\n");
        try (DocumentIndex index = folder.index()) {
            List<String> files = index.search("teapot", 5).passages().stream()
                    .map(Passage::file)
                    .toList();

            assertEquals(Set.of("x/two.md", "x/teapots.txt", "x/one.txt"), Set.copyOf(files));
            assertEquals("x/one.txt", files.get(2));
        }
    }

    @Test
    void namesInCodeAreFoundWholeAndByTheirParts() throws IOException {
        folder.with("api.md", "# Api\n\nCall `sendAgentEvent` with a run_id.\n");
        try (DocumentIndex index = folder.index()) {
            for (String question : List.of("sendAgentEvent", "agent event", "run_id", "run id", "SENDAGENTEVENT")) {
                assertEquals(
                        "api.md", index.search(question, 1).passages().get(0).file(), question);
            }
        }
    }

    @Test
    void accentsDoNotMatter() throws IOException {
        folder.with("cafe.txt", "Das Café öffnet früh.\n");
        try (DocumentIndex index = folder.index()) {
            assertEquals(1, index.search("cafe offnet fruh", 5).totalHits());
        }
    }

    @Test
    void showsAtMostTwoPassagesOfAFileButCountsThemAll() throws IOException {
        var many = new StringBuilder("# Many\n");
        for (int i = 0; i < 50; i++) {
            many.append("\n## Section ")
                    .append(i)
                    .append("\n\nA walrus, number ")
                    .append(i)
                    .append(".\n");
        }
        folder.with("many.md", many.toString()).with("few.txt", "One walrus among many other animals in this zoo.\n");
        try (DocumentIndex index = folder.index()) {
            SearchResult result = index.search("walrus", 10);

            assertEquals(51, result.totalHits());
            assertEquals(
                    List.of("few.txt", "many.md", "many.md"),
                    result.passages().stream().map(Passage::file).sorted().toList());
        }
    }

    @Test
    void theSameTextIsShownOnceHoweverManyFilesHaveIt() throws IOException {
        for (int i = 0; i < 20; i++) {
            folder.with("copy" + i + "/LICENSE", "You may copy this licence freely.\n");
        }
        try (DocumentIndex index = folder.index()) {
            SearchResult result = index.search("licence", 10);

            assertEquals(20, result.totalHits());
            assertEquals(1, result.passages().size());
        }
    }

    @Test
    void aLongQuestionNeedsHalfOfItsWordsUnlessNothingHasThem() throws IOException {
        try (DocumentIndex index = folder.index()) {
            assertEquals(
                    Set.of("notes.txt"),
                    files(index.search("water boils client zebra", 5)),
                    "two of four words, and only there");
            assertEquals(Set.of("notes.txt"), files(index.search("zebra giraffe kettle okapi tapir", 5)));
        }
    }

    @Test
    void moreIsNotReturnedThanWasAskedFor() throws IOException {
        try (DocumentIndex index = folder.index()) {
            assertEquals(1, index.search("client message kettle", 1).passages().size());
        }
    }

    @Test
    void whatIsNowhereFindsNothing() throws IOException {
        try (DocumentIndex index = folder.index()) {
            SearchResult result = index.search("photosynthesis", 5);

            assertEquals("photosynthesis", result.query());
            assertEquals(0, result.totalHits());
            assertTrue(result.passages().isEmpty());
            assertFalse(result.took().isNegative());
        }
    }

    @Test
    void theSameQuestionGivesTheSameAnswer() throws IOException {
        List<Passage> first;
        try (DocumentIndex index = folder.index()) {
            first = index.search("client message water", 5).passages();
        }
        try (DocumentIndex index = folder.index()) {
            assertEquals(first, index.search("client message water", 5).passages());
        }
    }

    private static Set<String> files(SearchResult result) {
        return result.passages().stream().map(Passage::file).collect(Collectors.toSet());
    }
}
