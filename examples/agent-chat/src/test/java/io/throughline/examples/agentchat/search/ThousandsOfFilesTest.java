// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThousandsOfFilesTest {
    private static final int FILES = 3_000;
    private static final String[] WORDS =
            "river stone cloud amber silent winter copper garden lantern velvet harbor meadow ember quartz willow"
                    .split(" ");

    @TempDir
    Path temp;

    @Test
    void allAreIndexedAndEachIsFoundByTheWordThatOnlyItHas() throws IOException {
        var folder = new TestFolder(temp);
        var random = new Random(7);
        for (int i = 0; i < FILES; i++) {
            write(folder, i, random);
        }
        for (int i = 0; i < 30; i++) {
            folder.with("part" + i + "/picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
        }
        var recorder = new TestFolder.Recorder();
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(FILES, index.documentCount());
            assertEquals(30, recorder.skipped.size());
            assertProgress(recorder);
            for (int i = 0; i < FILES; i += 97) {
                SearchResult result = index.search("where is needle" + i + "?", 5);
                assertEquals(1, result.totalHits());
                Passage passage = result.passages().get(0);
                assertEquals(name(i), passage.file());
                assertEquals(5, passage.line());
                assertTrue(passage.text().contains("needle" + i), passage.text());
            }
        }
    }

    private static void assertProgress(TestFolder.Recorder recorder) {
        assertEquals("started", recorder.calls.get(0));
        assertEquals("listed", recorder.calls.get(1));
        assertEquals("finished", recorder.calls.get(recorder.calls.size() - 1));
        assertEquals(FILES + 30 + 2, recorder.progress.size());
        IndexingProgress before = recorder.progress.get(0);
        for (IndexingProgress now : recorder.progress) {
            assertEquals(FILES + 30, now.found());
            assertEquals(now.seen(), now.indexed() + now.skipped());
            assertTrue(now.seen() - before.seen() <= 1, "told after every file");
            assertTrue(now.passages() >= before.passages());
            assertTrue(now.elapsed().compareTo(before.elapsed()) >= 0);
            before = now;
        }
        assertEquals(FILES, recorder.last().indexed());
        assertEquals(30, recorder.last().skipped());
    }

    private static void write(TestFolder folder, int i, Random random) throws IOException {
        String prose = prose(random);
        String needle = "Here lies needle" + i + ". " + prose;
        byte[] text = switch (i % 5) {
            case 0 -> bytes("# Title " + i + "\n\n" + prose + "\n\n" + needle + "\n");
            case 1 -> bytes("<title>Page</title>\n<h1>Page</h1>\n<p>" + prose + "</p>\n<p>\n" + needle + "</p>");
            case 2 -> bytes("Title\n=====\n" + prose + "\n\n" + needle + "\n");
            case 3 -> bytes(prose + "\n\n" + prose + "\n\n" + needle + "\n");
            default -> TestFolder.gzip(bytes(prose + "\n\n\n\n" + needle + "\n"));
        };
        folder.with(name(i), text);
    }

    private static String name(int i) {
        String[] endings = {".md", ".html", ".rst", "", ".txt.gz"};
        return "part" + i % 40 + "/sub" + i % 7 + "/file" + i + endings[i % 5];
    }

    /** So long that what follows it becomes a passage of its own. */
    private static String prose(Random random) {
        var text = new StringBuilder();
        while (text.length() < 400) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.append('.').toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
