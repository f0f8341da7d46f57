// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Makes a query of what a person typed.
 *
 * <p>There is no query syntax, so there are no syntax errors: a question is a bag of words, its punctuation separates
 * them. Only the first {@value #MAX_WORDS} different words count, of the first {@value #MAX_CHARS} characters.
 */
final class QuestionParser {
    static final int MAX_WORDS = 24;
    static final int MAX_CHARS = 10_000;
    private static final int MAX_TERMS_OF_A_WORD = 8;
    private static final float TIE_BREAKER = 0.2f;

    private final Analyzer analyzer;

    QuestionParser(Analyzer analyzer) {
        this.analyzer = analyzer;
    }

    /** What a question comes to: the words as typed, and the query for each of them. */
    record ParsedQuestion(String words, List<Query> queries) {
        /** The query that finds passages with at least so many of the words. */
        Query query(int atLeast) {
            var query = new BooleanQuery.Builder().setMinimumNumberShouldMatch(atLeast);
            queries.forEach(word -> query.add(word, Occur.SHOULD));
            return query.build();
        }
    }

    ParsedQuestion parse(String question) {
        Map<String, String> all = words(wellFormed(TextCutter.head(question, MAX_CHARS)));
        var telling = new LinkedHashMap<>(all);
        telling.keySet().removeIf(StopWords::contains);
        Map<String, Query> queries = queries(telling.isEmpty() ? all : telling);
        return new ParsedQuestion(String.join(" ", queries.keySet()), List.copyOf(queries.values()));
    }

    /** The words as typed, by their small-letter form, in order. */
    private static Map<String, String> words(String question) {
        var words = new LinkedHashMap<String, String>();
        try (var tokens = new StandardTokenizer()) {
            tokens.setReader(new StringReader(question));
            collect(tokens, word -> words.putIfAbsent(word.toLowerCase(Locale.ROOT), word));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    /** Halves of surrogate pairs, which are no characters, would stick to the words beside them. */
    private static String wellFormed(String question) {
        var text = new StringBuilder(question.length());
        question.codePoints()
                .map(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c) ? ' ' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private Map<String, Query> queries(Map<String, String> words) {
        var queries = new LinkedHashMap<String, Query>();
        for (String word : words.values()) {
            Set<String> terms = terms(word);
            if (queries.size() < MAX_WORDS && !terms.isEmpty()) {
                queries.put(word, anyOf(terms));
            }
        }
        return queries;
    }

    private Set<String> terms(String word) {
        var terms = new LinkedHashSet<String>();
        try (TokenStream tokens = analyzer.tokenStream("", word)) {
            collect(tokens, terms::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    private static Query anyOf(Set<String> terms) {
        var parts = new BooleanQuery.Builder();
        terms.stream().limit(MAX_TERMS_OF_A_WORD).forEach(term -> parts.add(inAnyField(term), Occur.SHOULD));
        return parts.build();
    }

    private static Query inAnyField(String term) {
        var fields = new ArrayList<Query>();
        PassageFields.SEARCHED_FIELDS.forEach(field ->
                fields.add(new BoostQuery(new TermQuery(new Term(field.name(), term)), field.boost())));
        return new DisjunctionMaxQuery(fields, TIE_BREAKER);
    }

    private static void collect(TokenStream tokens, Consumer<String> sink) throws IOException {
        CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
        tokens.reset();
        while (tokens.incrementToken()) {
            sink.accept(term.toString());
        }
        tokens.end();
    }
}
