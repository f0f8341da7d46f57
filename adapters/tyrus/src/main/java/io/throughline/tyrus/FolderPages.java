// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.ErrorIds;
import io.throughline.api.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the files of a folder, and nothing outside of it. */
final class FolderPages implements StaticPages {
    private final Path root;

    private FolderPages(Path root) {
        this.root = root;
    }

    static FolderPages of(Path folder) {
        try {
            Path root = folder.toRealPath();
            if (Files.isDirectory(root)) {
                return new FolderPages(root);
            }
        } catch (IOException e) {
            throw missing(folder, e);
        }
        throw missing(folder, null);
    }

    private static ServerException missing(Path folder, @Nullable IOException cause) {
        return new ServerException(
                ErrorIds.NO_STATIC_PAGES,
                "the folder of static pages " + folder.toAbsolutePath()
                        + " does not exist or cannot be read. Name an existing folder.",
                cause);
    }

    @Override
    public Optional<StaticPage> find(List<String> segments) throws IOException {
        Path file = root;
        try {
            for (String segment : segments) {
                file = file.resolve(segment);
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path real = file.toRealPath();
        if (!real.startsWith(root) || !Files.isRegularFile(real) || !Files.isReadable(real)) {
            return Optional.empty();
        }
        return Optional.of(new StaticPage(
                real.getFileName().toString(),
                Files.size(real),
                Files.getLastModifiedTime(real).toMillis(),
                () -> Files.newInputStream(real)));
    }
}
