package dev.earshot.coaching;

import java.util.Comparator;
import java.util.List;

/** The phrases of a playbook that never give rise to a hint: what is left of speech without them is what counts. */
final class QuietPhrases {
    private final List<String> phrases;

    QuietPhrases(List<String> phrases) {
        this.phrases = phrases.stream()
                .map(Words::plain)
                .filter(phrase -> !phrase.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** How many words of {@code text} are none of these phrases. */
    int wordsBeside(String text) {
        String left = " " + Words.plain(text) + " ";
        for (String phrase : phrases) {
            String found = " " + phrase + " ";
            while (left.contains(found)) {
                left = left.replace(found, " ");
            }
        }
        return Math.min(Words.count(text), Words.count(left));
    }

    /** Whether {@code quote} has nothing but these phrases. */
    boolean cover(String quote) {
        return wordsBeside(quote) == 0;
    }
}
