// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.nio.file.Path;

/**
 * Watches an index being built.
 *
 * <p>All calls come from the thread that builds, one after the other. What a listener throws ends the building and
 * reaches its caller.
 */
public interface IndexingListener {
    /**
     * Ignores everything.
     *
     * @return a listener without state, never null
     */
    static IndexingListener none() {
        return new IndexingListener() {};
    }

    /**
     * The folder was found and is about to be looked through.
     *
     * @param folder the real path of the folder, never null
     */
    default void started(Path folder) {}

    /**
     * The folder was looked through; now its files are read. Entries can have been skipped already.
     *
     * @param progress with the final number of {@linkplain IndexingProgress#found() entries}, never null
     */
    default void listed(IndexingProgress progress) {}

    /**
     * One more file was indexed or skipped. Called for every file, so a listener thins out what it shows.
     *
     * @param progress the counts including this file, never null
     */
    default void progressed(IndexingProgress progress) {}

    /**
     * An entry was left out; called once for each.
     *
     * @param skipped which one and why, never null
     */
    default void skipped(SkippedFile skipped) {}

    /**
     * The index is complete and can be searched.
     *
     * @param progress the final counts, never null
     */
    default void finished(IndexingProgress progress) {}
}
