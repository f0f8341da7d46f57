// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.ScoreDoc;

/** Picks from ranked hits those worth showing: no text twice, and few of one file, however well it fits. */
final class PassageSelector {
    private PassageSelector() {}

    /** The passages of the first hits that differ enough, at most so many. */
    static List<Passage> select(StoredFields stored, ScoreDoc[] hits, int maxPassages) throws IOException {
        var chosen = new ArrayList<Passage>();
        var perFile = new HashMap<String, Integer>();
        var texts = new HashSet<String>();
        for (int i = 0; i < hits.length && chosen.size() < maxPassages; i++) {
            Passage passage = PassageFields.toPassage(stored.document(hits[i].doc), hits[i].score);
            int already = perFile.getOrDefault(passage.file(), 0);
            if (already < DocumentIndex.MAX_PASSAGES_OF_A_FILE && texts.add(passage.text())) {
                perFile.put(passage.file(), already + 1);
                chosen.add(passage);
            }
        }
        return chosen;
    }
}
