// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.time.Duration;
import java.util.Objects;

/**
 * How far the indexing of a folder has come.
 *
 * @param found how many entries there are to handle: files, links, and folders that could not be listed
 * @param seen how many of them have been handled: {@code indexed + skipped}
 * @param indexed how many files can now be searched
 * @param skipped how many entries were left out
 * @param passages how many passages the indexed files were cut into
 * @param elapsed the time since indexing began, never null
 */
public record IndexingProgress(int found, int seen, int indexed, int skipped, long passages, Duration elapsed) {
    /** Refuses null. */
    public IndexingProgress {
        Objects.requireNonNull(elapsed, "elapsed");
    }
}
