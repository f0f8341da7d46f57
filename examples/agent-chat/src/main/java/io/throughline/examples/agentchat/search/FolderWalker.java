// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Lists the regular files below a folder, in the order of their names, so that the same folder always gives the same
 * index.
 *
 * <p>Symbolic links are not followed, which makes loops impossible: what a link inside the folder points to is found
 * under its own name anyway, and what lies outside was not asked for. Hidden files and folders (those whose name begins
 * with a dot) are passed over in silence.
 */
final class FolderWalker {
    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();
    private final Deque<Path> pending = new ArrayDeque<>();

    private FolderWalker(Path folder) {
        this.folder = folder;
    }

    /** Walks a folder given by its real path. */
    static Listing walk(Path folder) {
        var walker = new FolderWalker(folder);
        walker.pending.push(folder);
        while (!walker.pending.isEmpty()) {
            walker.visit(walker.pending.pop());
        }
        return new Listing(walker.files, walker.skipped);
    }

    private void visit(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                skip(path, SkipReason.SYMBOLIC_LINK, LinkExplainer.explain(folder, path));
            } else if (attributes.isDirectory()) {
                children(path).forEach(pending::push);
            } else if (attributes.isRegularFile()) {
                files.add(path);
            } else {
                skip(path, SkipReason.SPECIAL, "it is a pipe, a socket or a device, not a file");
            }
        } catch (IOException e) {
            skip(path, SkipReason.UNREADABLE, ReadFailures.explain(e));
        }
    }

    /** The visible entries of a folder, last first, since they are pushed on a stack. */
    static List<Path> children(Path directory) throws IOException {
        var children = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(
                directory, entry -> !entry.getFileName().toString().startsWith("."))) {
            entries.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(Collections.reverseOrder());
        return children;
    }

    private void skip(Path path, SkipReason reason, String detail) {
        skipped.add(new SkippedFile(FileNames.relative(folder, path), reason, detail));
    }

    /** The files that can be read, and what was left out on the way. */
    record Listing(List<Path> files, List<SkippedFile> skipped) {}
}
