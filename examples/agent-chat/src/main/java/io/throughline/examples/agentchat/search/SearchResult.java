// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a search found.
 *
 * @param query the words that were really searched for, as the person wrote them, with one space between them; empty
 *     when the question had none; never null
 * @param totalHits how many passages in all documents match, shown or not
 * @param took the time that this search took, as measured, never null
 * @param passages the best passages, best first, never null
 */
public record SearchResult(String query, long totalHits, Duration took, List<Passage> passages) {
    /** Refuses null and takes a copy of the passages. */
    public SearchResult {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(took, "took");
        passages = List.copyOf(passages);
    }
}
