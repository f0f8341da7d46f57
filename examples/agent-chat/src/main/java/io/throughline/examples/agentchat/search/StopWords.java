// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.Set;

/** The words of English questions that say nothing about what is asked. */
final class StopWords {
    private static final Set<String> WORDS = Set.of(
            ("a about after all also am an and any are as at be because been before being between both but by can could did"
                            + " do does doing done each for from get give had has have having he her here hers him his"
                            + " how i if in into is it its just let may me mean might mine more most must my no nor not"
                            + " of on one or our ours out over own please shall she should show so some such tell than"
                            + " that the their theirs them then there these they this those to too under until up us"
                            + " very was way we were what when where which while who whom whose why will with would"
                            + " you your yours")
                    .split(" "));

    private StopWords() {}

    /** Whether a word, in small letters, is one. */
    static boolean contains(String word) {
        return WORDS.contains(word);
    }
}
