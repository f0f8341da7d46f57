// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Real files to index, and what a listener was told about them. */
final class TestFolder {
    private final Path path;

    TestFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    TestFolder with(String name, String text) throws IOException {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    TestFolder with(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    TestFolder withLink(String name, String target) throws IOException {
        Files.createSymbolicLink(path.resolve(name), Path.of(target));
        return this;
    }

    DocumentIndex index() throws IOException {
        return index(new Recorder());
    }

    DocumentIndex index(IndexingListener listener) throws IOException {
        return DocumentIndex.build(path, listener);
    }

    static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** Keeps everything that it is told. */
    static class Recorder implements IndexingListener {
        final List<String> calls = new ArrayList<>();
        final List<SkippedFile> skipped = new ArrayList<>();
        final List<IndexingProgress> progress = new ArrayList<>();

        @Override
        public void started(Path folder) {
            calls.add("started");
        }

        @Override
        public void listed(IndexingProgress counts) {
            calls.add("listed");
            progress.add(counts);
        }

        @Override
        public void progressed(IndexingProgress counts) {
            calls.add("progressed");
            progress.add(counts);
        }

        @Override
        public void skipped(SkippedFile file) {
            calls.add("skipped");
            skipped.add(file);
        }

        @Override
        public void finished(IndexingProgress counts) {
            calls.add("finished");
            progress.add(counts);
        }

        SkippedFile only() {
            if (skipped.size() != 1) {
                throw new AssertionError("expected one skipped file, but there are " + skipped);
            }
            return skipped.get(0);
        }

        IndexingProgress last() {
            return progress.get(progress.size() - 1);
        }
    }
}
