// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.PassageCutter.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.ThreadInterruptedException;

/** Reads the files of one folder into an index, counting and telling a listener as it goes. For one use. */
final class IndexBuilder {
    private final Path folder;
    private final IndexWriter writer;
    private final IndexingListener listener;
    private final long start = System.nanoTime();
    private final Map<SkipReason, Integer> skips = new EnumMap<>(SkipReason.class);
    private int found;
    private int indexed;
    private int skipped;
    private long passages;

    IndexBuilder(Path folder, IndexWriter writer, IndexingListener listener) {
        this.folder = folder;
        this.writer = writer;
        this.listener = listener;
    }

    IndexingProgress build() throws IOException {
        listener.started(folder);
        FolderWalker.Listing listing = FolderWalker.walk(folder);
        found = listing.files().size() + listing.skipped().size();
        listing.skipped().forEach(this::skip);
        listener.listed(progress());
        for (Path file : listing.files()) {
            if (Thread.interrupted()) {
                throw new ThreadInterruptedException(new InterruptedException());
            }
            add(file);
            listener.progressed(progress());
        }
        if (indexed == 0) {
            throw FolderChecks.noDocuments(folder, skips);
        }
        return progress();
    }

    private void add(Path file) throws IOException {
        String name = FileNames.relative(folder, file);
        try {
            addPassages(name, parse(file, name));
            indexed++;
        } catch (SkipException e) {
            skip(e.of(name));
        }
    }

    /** Reads a file. Whatever is wrong with it concerns it alone, so every failure becomes a reason to skip it. */
    private static ParsedDocument parse(Path file, String name) throws SkipException {
        try {
            String text = TextDecoder.decode(FileContent.read(file, DocumentIndex.MAX_FILE_BYTES));
            return DocumentFormats.readerFor(FileContent.unpackedName(name)).read(text);
        } catch (IOException e) {
            throw new SkipException(SkipReason.UNREADABLE, ReadFailures.explain(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw new SkipException(
                    SkipReason.UNREADABLE,
                    "its content cannot be made sense of (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void addPassages(String name, ParsedDocument document) throws IOException, SkipException {
        List<Piece> pieces = PassageCutter.cut(document, DocumentIndex.MAX_PASSAGE_CHARS);
        if (pieces.isEmpty()) {
            throw new SkipException(SkipReason.EMPTY, "there is no text in it");
        }
        for (Piece piece : pieces) {
            writer.addDocument(PassageFields.toDocument(name, document.title(), piece));
        }
        passages += pieces.size();
    }

    private void skip(SkippedFile file) {
        skips.merge(file.reason(), 1, Integer::sum);
        skipped++;
        listener.skipped(file);
    }

    private IndexingProgress progress() {
        return new IndexingProgress(
                found, indexed + skipped, indexed, skipped, passages, Duration.ofNanos(System.nanoTime() - start));
    }
}
