// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.core.Agent;
import io.throughline.core.AgentRun;
import io.throughline.core.ToolCall;
import io.throughline.examples.agentchat.search.DocumentIndex;
import io.throughline.examples.agentchat.search.Passage;
import io.throughline.examples.agentchat.search.SearchResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers one question with the passages that a full-text search finds for it, and says on the way what it does. */
final class SearchAgent implements Agent {
    private static final int PASSAGES = 5;
    private static final String TOOL = "search";

    private final DocumentIndex index;
    private final String question;

    SearchAgent(DocumentIndex index, String question) {
        this.index = index;
        this.question = question;
    }

    @Override
    public String name() {
        return "librarian";
    }

    @Override
    public Map<String, Object> startedData() {
        return Map.of("question", question);
    }

    @Override
    public Map<String, Object> execute(AgentRun run) {
        Instant started = Instant.now();
        run.thinking("I look for passages about \"" + question + "\" in " + index.passageCount() + " passages of "
                + index.documentCount() + " documents.");
        SearchResult found = search(run);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("answer", summary(found));
        result.put("hits", found.totalHits());
        result.put("documents", index.documentCount());
        result.put("took_ms", Duration.between(started, Instant.now()).toMillis());
        result.put(
                "passages", found.passages().stream().map(SearchAgent::fields).toList());
        return result;
    }

    private SearchResult search(AgentRun run) {
        ToolCall call = run.startTool(TOOL, Map.of("query", question, "limit", PASSAGES));
        try {
            SearchResult found = index.search(question, PASSAGES);
            call.completed(Map.of(
                    "query", found.query(),
                    "hits", found.totalHits(),
                    "passages_returned", found.passages().size(),
                    "took_ms", found.took().toMillis()));
            return found;
        } catch (RuntimeException e) {
            call.failed("the search failed");
            throw e;
        }
    }

    private static Map<String, Object> fields(Passage passage) {
        return Map.of(
                "file", passage.file(),
                "heading", passage.heading(),
                "line", passage.line(),
                "text", passage.text(),
                "score", passage.score());
    }

    private static String summary(SearchResult found) {
        List<String> files =
                found.passages().stream().map(Passage::file).distinct().toList();
        if (files.isEmpty()) {
            return "No document says anything about that. Try other words.";
        }
        String more = files.size() == 1 ? "" : "; more in " + String.join(", ", files.subList(1, files.size()));
        return found.totalHits() + (found.totalHits() == 1 ? " passage matches." : " passages match.")
                + " The best is in " + files.get(0) + more + ".";
    }
}
