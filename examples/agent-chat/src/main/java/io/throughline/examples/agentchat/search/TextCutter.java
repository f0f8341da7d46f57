// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.text.BreakIterator;
import java.util.Locale;

/** Cuts text that is too long where it hurts least. */
final class TextCutter {
    private TextCutter() {}

    /** The longest beginning of at most so many characters that does not cut a surrogate pair in two. */
    static String head(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end);
    }

    /**
     * Where to end the first piece of a text that is longer than a bound: after a sentence if that leaves at least half
     * of the bound, else after a word, else anywhere.
     */
    static int cut(String text, int from, int maxChars) {
        String piece = head(text.substring(from, Math.min(text.length(), from + maxChars + 1)), maxChars);
        var sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(piece);
        int sentence = sentences.preceding(piece.length());
        if (sentence >= piece.length() / 2) {
            return from + sentence;
        }
        int space = lastSpace(piece);
        return from + (space >= piece.length() / 2 ? space : piece.length());
    }

    private static int lastSpace(String piece) {
        for (int i = piece.length() - 1; i > 0; i--) {
            if (Character.isWhitespace(piece.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
