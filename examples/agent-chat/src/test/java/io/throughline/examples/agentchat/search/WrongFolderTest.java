// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongFolderTest {
    @TempDir
    Path temp;

    private void assertRefused(Path folder, String message) {
        var refusal =
                assertThrows(DocumentFolderException.class, () -> DocumentIndex.build(folder, IndexingListener.none()));
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void folderThatDoesNotExist() {
        Path missing = temp.resolve("missing");
        assertRefused(
                missing,
                "The folder " + missing + " does not exist. "
                        + "Check the spelling, or name a folder of text, Markdown or HTML documents.");
    }

    @Test
    void relativeFolderIsNamedInFull() {
        assertRefused(
                Path.of("no/such/folder"),
                "The folder " + Path.of("").toAbsolutePath().resolve("no/such/folder") + " does not exist. "
                        + "Check the spelling, or name a folder of text, Markdown or HTML documents.");
    }

    @Test
    void danglingLink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("missing"));
        assertRefused(
                link,
                "The folder " + link + " is a symbolic link to something that does not exist. "
                        + "Check the spelling, or name a folder of text, Markdown or HTML documents.");
    }

    @Test
    void fileInsteadOfFolder() throws IOException {
        Path file = Files.writeString(temp.resolve("file.txt"), "text");
        assertRefused(file, "The folder " + file + " is no folder. Name the folder that contains it, " + temp + ".");
    }

    @Test
    void emptyFolder() {
        assertRefused(
                temp, "The folder " + temp + " contains no file. Name a folder of text, Markdown or HTML documents.");
    }

    @Test
    void folderWithoutDocuments() throws IOException {
        var folder = new TestFolder(temp).with("a.png", new byte[] {0, 1}).with("b.png", new byte[] {0});
        folder.with("c", "").withLink("d", "missing");
        assertRefused(
                temp,
                "The folder " + temp + " contains no document that can be read; skipped: 2 binary, 1 symbolic links, "
                        + "1 empty. Name a folder of text, Markdown or HTML documents.");
    }

    @Test
    void folderWithoutPermission() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("private"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(folder), "this user may read everything; run as another one to test this");
        assertRefused(
                folder,
                "The folder " + folder + " cannot be listed: it may not be read by this user; change its permissions. "
                        + "Or name another folder.");
    }

    @Test
    void linkToAFolderIsFollowed() throws IOException {
        Path real = Files.createDirectory(temp.resolve("real"));
        Files.writeString(real.resolve("a.txt"), "some text");
        Path link = Files.createSymbolicLink(temp.resolve("link"), real);
        try (DocumentIndex index = DocumentIndex.build(link, IndexingListener.none())) {
            assertEquals(real.toRealPath(), index.folder());
            assertEquals(1, index.passageCount());
        }
    }
}
