// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.QuestionParser.ParsedQuestion;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.util.ThreadInterruptedException;

/**
 * Answers questions with passages from a folder of documents, by full-text search on Apache Lucene.
 *
 * <p>Documents are Markdown, HTML, reStructuredText, AsciiDoc and, whatever their names, files of plain text; each may be
 * packed with gzip. An index is a picture of the folder at the time it was built, kept in temporary files until it is
 * closed. Searching is thread-safe.
 */
public final class DocumentIndex implements Closeable {
    /** The most bytes that a file may have, on disk and unpacked: 8 MiB. Larger ones are skipped. */
    public static final int MAX_FILE_BYTES = 8 << 20;

    /** The most characters that a passage has. */
    public static final int MAX_PASSAGE_CHARS = 700;

    /** The most passages of one file that one result shows. */
    public static final int MAX_PASSAGES_OF_A_FILE = 2;

    /** The most passages that can be asked for at once. */
    public static final int MAX_PASSAGES = 100;

    private static final double INDEXING_BUFFER_MB = 32;

    /** How many of the best hits are looked through for passages that differ and come from different files. */
    private static final int CONSIDERED_HITS = 1_000;

    private final Path folder;
    private final int documents;
    private final long passages;
    private final IndexFolder store;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final QuestionParser parser;
    private final ReadWriteLock usage = new ReentrantReadWriteLock();
    private boolean closed;

    private DocumentIndex(Path folder, IndexingProgress counts, IndexFolder store, DirectoryReader reader) {
        this.folder = folder;
        this.documents = counts.indexed();
        this.passages = counts.passages();
        this.store = store;
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
        this.parser = new QuestionParser(new PassageAnalyzer());
    }

    /**
     * Indexes a folder and all folders in it; returns when the index can be searched.
     *
     * <p>Hidden files and folders, whose names begin with a dot, are passed over; symbolic links are not followed, except
     * that the folder itself may be one. A file that cannot be used is skipped and told to the listener.
     *
     * @param folder where the documents are, never null
     * @param listener is told how it goes, never null
     * @return the index, to be closed by the caller, never null
     * @throws DocumentFolderException if the folder does not exist, is none, cannot be listed, or contains no document
     * @throws IOException if the index cannot be written, or the thread is interrupted
     */
    public static DocumentIndex build(Path folder, IndexingListener listener) throws IOException {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(listener, "listener");
        return build(FolderChecks.realPath(folder), listener, IndexFolder.create());
    }

    static DocumentIndex build(Path real, IndexingListener listener, IndexFolder store) throws IOException {
        try {
            IndexingProgress counts = write(real, store, listener);
            var index = new DocumentIndex(real, counts, store, DirectoryReader.open(store.directory()));
            listener.finished(counts);
            return index;
        } catch (ThreadInterruptedException e) {
            store.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Indexing " + real + " was interrupted");
        } catch (IOException | RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static IndexingProgress write(Path folder, IndexFolder store, IndexingListener listener)
            throws IOException {
        var settings = new IndexWriterConfig(new PassageAnalyzer()).setRAMBufferSizeMB(INDEXING_BUFFER_MB);
        var writer = new IndexWriter(store.directory(), settings);
        try {
            IndexingProgress counts = new IndexBuilder(folder, writer, listener).build();
            writer.close();
            return counts;
        } finally {
            writer.rollback();
        }
    }

    /**
     * Tells which folder was indexed.
     *
     * @return its real path, never null
     */
    public Path folder() {
        return folder;
    }

    /**
     * Counts the documents.
     *
     * @return how many files can be searched, at least 1
     */
    public int documentCount() {
        return documents;
    }

    /**
     * Counts the passages.
     *
     * @return how many passages the documents were cut into, at least 1
     */
    public long passageCount() {
        return passages;
    }

    /**
     * Finds the passages that answer a question best.
     *
     * <p>Any text is a question: it is taken for a bag of English words, of which those that say nothing ("how does a")
     * are left out. It finds passages with both of two words, or at least half of more; where there are none, those with any.
     * Words in headings, titles and file names count more. Of one file at most {@link #MAX_PASSAGES_OF_A_FILE} passages
     * are shown, and no text twice.
     *
     * @param question what somebody typed, may be blank, never null
     * @param maxPassages the most passages to return, from 1 to {@link #MAX_PASSAGES}
     * @return what was found, never null
     * @throws IllegalArgumentException if {@code maxPassages} is out of its bounds
     * @throws IllegalStateException if the index is closed
     * @throws UncheckedIOException if the index cannot be read
     */
    public SearchResult search(String question, int maxPassages) {
        Objects.requireNonNull(question, "question");
        if (maxPassages < 1 || maxPassages > MAX_PASSAGES) {
            throw new IllegalArgumentException(
                    "maxPassages must be from 1 to " + MAX_PASSAGES + ", but is " + maxPassages);
        }
        usage.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The index of " + folder + " is closed; build a new one");
            }
            return find(question, maxPassages);
        } catch (IOException e) {
            throw new UncheckedIOException("The index of " + folder + " cannot be read", e);
        } finally {
            usage.readLock().unlock();
        }
    }

    private SearchResult find(String text, int maxPassages) throws IOException {
        long start = System.nanoTime();
        ParsedQuestion question = parser.parse(text);
        int words = question.queries().size();
        TopDocs hits = top(question.query(words < 3 ? words : (words + 1) / 2));
        if (hits.scoreDocs.length == 0 && words > 1) {
            hits = top(question.query(1));
        }
        List<Passage> passages = PassageSelector.select(searcher.storedFields(), hits.scoreDocs, maxPassages);
        var took = Duration.ofNanos(System.nanoTime() - start);
        return new SearchResult(question.words(), hits.totalHits.value, took, passages);
    }

    private TopDocs top(Query query) throws IOException {
        return searcher.search(query, new TopScoreDocCollectorManager(CONSIDERED_HITS, Integer.MAX_VALUE));
    }

    /**
     * Ends the index and deletes its temporary files; searches under way are finished first. Closing again does nothing.
     *
     * @throws IOException if the files cannot be deleted
     */
    @Override
    public void close() throws IOException {
        usage.writeLock().lock();
        try {
            closed = true;
            reader.close();
            store.close();
        } finally {
            usage.writeLock().unlock();
        }
    }
}
