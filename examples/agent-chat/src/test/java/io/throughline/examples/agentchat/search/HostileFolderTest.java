// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can lie in a folder and is no document: one message each, and the documents beside it are indexed. */
@Timeout(60)
class HostileFolderTest {
    @TempDir
    Path temp;

    private TestFolder folder;
    private TestFolder.Recorder recorder;

    @BeforeEach
    void goodDocument() throws IOException {
        folder = new TestFolder(Files.createDirectory(temp.resolve("docs"))).with("good.txt", "A good document.\n");
        recorder = new TestFolder.Recorder();
    }

    private void assertSkipped(String file, SkipReason reason, String detail) throws IOException {
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(new SkippedFile(file, reason, detail), recorder.only());
            assertEquals("skipped " + file + ": " + detail, recorder.only().message());
            assertEquals(1, recorder.last().skipped());
            assertEquals(1, index.documentCount());
            assertEquals(1, index.search("good document", 5).totalHits());
        }
    }

    @Test
    void binaryFile() throws IOException {
        folder.with("picture.txt", new byte[] {'P', 'K', 3, 0, 'x'});
        assertSkipped("picture.txt", SkipReason.BINARY, "it is a binary file, no text (byte 3 is zero)");
    }

    @Test
    void binaryFileWithoutZeros() throws IOException {
        byte[] noise = new byte[4096];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (1 + (i * 7) % 255);
        }
        folder.with("noise", noise);
        assertSkipped("noise", SkipReason.BINARY, "it is a binary file, no text (much of it is control characters)");
    }

    @Test
    void formatsThatHaveToBeConverted() throws IOException {
        folder.with("paper.pdf", "%PDF-1.7 and so on\n");
        assertSkipped("paper.pdf", SkipReason.UNSUPPORTED, "it is a PDF document; convert it to text or HTML first");
    }

    @Test
    void emptyFile() throws IOException {
        folder.with("empty.md", " \n\t\n<!-- nothing\nto see -->\n");
        assertSkipped("empty.md", SkipReason.EMPTY, "there is no text in it");
    }

    @Test
    void fileOverTheBound() throws IOException {
        Path huge = folder.path().resolve("huge.txt");
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(20L << 30);
        }
        assertSkipped(
                "huge.txt",
                SkipReason.TOO_LARGE,
                "it has 21474836480 bytes, and at most 8388608 are read; split it to have it searched");
    }

    @Test
    void fileAtTheBoundIsRead() throws IOException {
        byte[] text = new byte[DocumentIndex.MAX_FILE_BYTES];
        Arrays.fill(text, (byte) '\n');
        byte[] words = "walrus".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(words, 0, text, text.length - words.length, words.length);
        folder.with("edge.txt", text);
        try (DocumentIndex index = folder.index()) {
            Passage passage = index.search("walrus", 1).passages().get(0);
            assertEquals(text.length - words.length + 1, passage.line());
        }
    }

    @Test
    void packedFileThatUnpacksWithoutEnd() throws IOException {
        folder.with("bomb.txt.gz", TestFolder.gzip(new byte[DocumentIndex.MAX_FILE_BYTES + 1]));
        assertSkipped(
                "bomb.txt.gz",
                SkipReason.TOO_LARGE,
                "its content is too large, and at most 8388608 are read; split it to have it searched");
    }

    @Test
    void damagedPackedFile() throws IOException {
        byte[] packed = TestFolder.gzip("words ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        folder.with("half.gz", Arrays.copyOf(packed, packed.length / 2));
        assertSkipped("half.gz", SkipReason.UNREADABLE, "its compressed content is damaged or incomplete");
    }

    @Test
    void packedOnlyByName() throws IOException {
        folder.with("plain.gz", "this was never packed\n");
        assertSkipped("plain.gz", SkipReason.UNREADABLE, "its compressed content is damaged or incomplete");
    }

    @Test
    void danglingLink() throws IOException {
        folder.withLink("gone.md", "nowhere/at/all.md");
        assertSkipped(
                "gone.md",
                SkipReason.SYMBOLIC_LINK,
                "it is a symbolic link to nowhere/at/all.md, which does not exist or cannot be reached");
    }

    @Test
    void linkToItself() throws IOException {
        folder.withLink("loop", "loop");
        assertSkipped(
                "loop", SkipReason.SYMBOLIC_LINK, "it is a symbolic link to loop, which leads back to the link itself");
    }

    @Test
    void linksToEachOther() throws IOException {
        folder.withLink("a", "b").withLink("b", "a");
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(1, index.documentCount());
            assertEquals(
                    List.of(
                            "skipped a: it is a symbolic link to b, which leads back to the link itself",
                            "skipped b: it is a symbolic link to a, which leads back to the link itself"),
                    recorder.skipped.stream().map(SkippedFile::message).sorted().toList());
        }
    }

    @Test
    void linkToAFolderAbove() throws IOException {
        folder.with("deep/er/also-good.txt", "Also one.\n").withLink("deep/er/up", "../..");
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(2, index.documentCount());
            assertEquals(
                    "skipped deep/er/up: it is a symbolic link to ../.., a folder that contains the link itself",
                    recorder.only().message());
        }
    }

    @Test
    void linkToADocumentInTheFolder() throws IOException {
        folder.withLink("alias.txt", "good.txt");
        assertSkipped(
                "alias.txt",
                SkipReason.SYMBOLIC_LINK,
                "it is a symbolic link to good.txt, which is looked at under its own name");
    }

    @Test
    void linkOutOfTheFolder() throws IOException {
        Files.writeString(temp.resolve("secret.txt"), "secret\n");
        folder.withLink("out.txt", "../secret.txt");
        assertSkipped(
                "out.txt",
                SkipReason.SYMBOLIC_LINK,
                "it is a symbolic link to ../secret.txt, outside the folder; to search that too, copy it in");
    }

    @Test
    void pipeIsNeverOpened() throws IOException {
        makePipe(folder.path().resolve("pipe.txt"));
        assertSkipped("pipe.txt", SkipReason.SPECIAL, "it is a pipe, a socket or a device, not a file");
    }

    @Test
    void fileReplacedByAPipeWhileIndexing() throws IOException {
        folder.with("swapped.txt", "soon gone\n");
        recorder = afterListing(() -> {
            Files.delete(folder.path().resolve("swapped.txt"));
            makePipe(folder.path().resolve("swapped.txt"));
        });
        assertSkipped(
                "swapped.txt", SkipReason.UNREADABLE, "it was removed or replaced while the folder was being indexed");
    }

    @Test
    void fileRemovedWhileIndexing() throws IOException {
        folder.with("fleeting.txt", "soon gone\n");
        recorder = afterListing(() -> Files.delete(folder.path().resolve("fleeting.txt")));
        assertSkipped(
                "fleeting.txt", SkipReason.UNREADABLE, "it was removed or replaced while the folder was being indexed");
    }

    @Test
    void folderReplacedByAFileWhileIndexing() throws IOException {
        folder.with("sub/inner.txt", "soon gone\n");
        recorder = afterListing(() -> {
            Files.delete(folder.path().resolve("sub/inner.txt"));
            Files.delete(folder.path().resolve("sub"));
            Files.writeString(folder.path().resolve("sub"), "a file now\n");
        });
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(1, index.documentCount());
            assertEquals("sub/inner.txt", recorder.only().file());
            assertEquals(SkipReason.UNREADABLE, recorder.only().reason());
        }
    }

    @Test
    void fileWithoutPermission() throws IOException {
        folder.with("private.txt", "not for you\n");
        Path file = folder.path().resolve("private.txt");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "this user may read everything; run as another one to test this");
        assertSkipped("private.txt", SkipReason.UNREADABLE, "it may not be read by this user; change its permissions");
    }

    @Test
    void hiddenFilesArePassedOverInSilence() throws IOException {
        folder.with(".git/config", "[core]\n").with(".hidden.md", "# Hidden\n");
        try (DocumentIndex index = folder.index(recorder)) {
            assertEquals(1, index.documentCount());
            assertTrue(recorder.skipped.isEmpty());
            assertEquals(1, recorder.last().found());
        }
    }

    @Test
    void namesCannotForgeLogLines() throws IOException {
        folder.with("a\nskipped b.txt", new byte[] {0});
        assertSkipped("a\uFFFDskipped b.txt", SkipReason.BINARY, "it is a binary file, no text (byte 0 is zero)");
    }

    @Test
    void whatAListenerThrowsReachesTheCallerAndLeavesNoFiles() throws IOException {
        IndexFolder store = IndexFolder.create();
        var thrown = assertThrows(
                UncheckedIOException.class,
                () -> DocumentIndex.build(
                        folder.path(),
                        afterListing(() -> {
                            throw new IOException("stop");
                        }),
                        store));
        assertEquals("java.io.IOException: stop", thrown.getMessage());
        assertTrue(Files.notExists(store.path()));
    }

    @Test
    void closingDeletesTheTemporaryFiles() throws IOException {
        IndexFolder store = IndexFolder.create();
        DocumentIndex index = DocumentIndex.build(folder.path(), recorder, store);
        assertTrue(Files.exists(store.path()));

        index.close();
        assertTrue(Files.notExists(store.path()));
    }

    @Test
    void interruptionEndsTheBuilding() throws IOException {
        IndexFolder store = IndexFolder.create();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> DocumentIndex.build(folder.path(), recorder, store));
        assertTrue(Thread.interrupted());
        assertTrue(Files.notExists(store.path()));
    }

    private static TestFolder.Recorder afterListing(Change change) {
        return new TestFolder.Recorder() {
            @Override
            public void listed(IndexingProgress counts) {
                super.listed(counts);
                try {
                    change.make();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void makePipe(Path path) throws IOException {
        try {
            Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).start();
            assumeTrue(
                    mkfifo.waitFor(30, TimeUnit.SECONDS) && mkfifo.exitValue() == 0, "mkfifo is needed to test this");
        } catch (IOException e) {
            assumeTrue(false, "mkfifo is needed to test this");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
