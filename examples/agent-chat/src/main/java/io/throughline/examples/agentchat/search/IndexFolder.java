// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * A folder for temporary files in which one index lives, deleted when it is closed.
 *
 * <p>On disk and mapped into memory, an index of any size leaves the heap alone; and unlike an open file channel, a map
 * survives that a searching thread is interrupted.
 */
final class IndexFolder implements Closeable {
    private final Path path;
    private final Directory directory;

    private IndexFolder(Path path, Directory directory) {
        this.path = path;
        this.directory = directory;
    }

    static IndexFolder create() throws IOException {
        Path path = Files.createTempDirectory("throughline-index-");
        return new IndexFolder(path, new MMapDirectory(path));
    }

    Path path() {
        return path;
    }

    Directory directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        directory.close();
        if (Files.exists(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(path);
        }
    }
}
