// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import io.throughline.examples.agentchat.search.PassageCutter.Piece;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexOptions;

/** How a passage is laid out as a document of the index. */
final class PassageFields {
    private static final String FILE = "file";
    private static final String LINE = "line";
    private static final String TEXT = "text";
    private static final String HEADING = "heading";
    private static final String TITLE = "title";
    private static final String NAME = "name";

    /** The fields that are searched, each with what a word there counts more than one in the text. */
    static final List<SearchedField> SEARCHED_FIELDS = List.of(
            new SearchedField(TEXT, 1.0f),
            new SearchedField(HEADING, 1.5f),
            new SearchedField(TITLE, 1.3f),
            new SearchedField(NAME, 1.4f));

    private static final FieldType SEARCHED = searched(false);
    private static final FieldType SEARCHED_AND_SHOWN = searched(true);

    private PassageFields() {}

    /** A field and its weight. */
    record SearchedField(String name, float boost) {}

    static Document toDocument(String file, String title, Piece piece) {
        var document = new Document();
        document.add(new StoredField(FILE, file));
        document.add(new StoredField(LINE, piece.line()));
        document.add(new Field(TEXT, piece.text(), SEARCHED_AND_SHOWN));
        document.add(new Field(HEADING, piece.heading(), SEARCHED_AND_SHOWN));
        document.add(new Field(TITLE, title, SEARCHED));
        document.add(new Field(NAME, file.replace('/', ' ').replace('.', ' '), SEARCHED));
        return document;
    }

    static Passage toPassage(Document document, float score) {
        return new Passage(
                document.get(FILE),
                document.get(HEADING),
                document.getField(LINE).numericValue().intValue(),
                document.get(TEXT),
                score);
    }

    /** Terms and how often they occur; where in the field does not matter, since no phrases are searched. */
    private static FieldType searched(boolean shown) {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.setStored(shown);
        type.freeze();
        return type;
    }
}
