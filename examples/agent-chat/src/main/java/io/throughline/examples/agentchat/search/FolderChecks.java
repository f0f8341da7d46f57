// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Finds out whether a folder can be indexed, and says what is wrong when it cannot. */
final class FolderChecks {
    private static final String WANTED = "a folder of text, Markdown or HTML documents";

    private FolderChecks() {}

    /** The real path of a folder that exists and can be listed. */
    static Path realPath(Path folder) throws DocumentFolderException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            String what = Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)
                    ? "is a symbolic link to something that does not exist"
                    : "does not exist";
            throw refuse(absolute, what, "Check the spelling, or name " + WANTED + ".");
        }
        if (!Files.isDirectory(absolute)) {
            throw refuse(absolute, "is no folder", "Name the folder that contains it, " + absolute.getParent() + ".");
        }
        try {
            Path real = absolute.toRealPath();
            FolderWalker.children(real);
            return real;
        } catch (IOException e) {
            throw refuse(absolute, "cannot be listed: " + ReadFailures.explain(e), "Or name another folder.");
        }
    }

    static DocumentFolderException noDocuments(Path folder, Map<SkipReason, Integer> skips) {
        String what = skips.isEmpty()
                ? "contains no file"
                : "contains no document that can be read; skipped: " + LoggingIndexingListener.summary(skips);
        return refuse(folder, what, "Name " + WANTED + ".");
    }

    private static DocumentFolderException refuse(Path folder, String what, String advice) {
        return new DocumentFolderException(
                "The folder " + FileNames.printable(folder.toString()) + " " + what + ". " + advice);
    }
}
