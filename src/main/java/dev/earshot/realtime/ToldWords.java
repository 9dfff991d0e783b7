package dev.earshot.realtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The newest words that are final. A session that began to hear before they were may hear them and what follows as one turn:
 * then its transcript begins with words that have been told.
 */
final class ToldWords {
    private static final int MAX = 400;

    private final List<String> newest = new ArrayList<>();

    void add(String transcript) {
        Arrays.stream(tokens(transcript))
                .map(ToldWords::plain)
                .filter(word -> !word.isEmpty())
                .forEach(newest::add);
        if (newest.size() > MAX) {
            newest.subList(0, newest.size() - MAX).clear();
        }
    }

    /** The same where more of the text may come: empty while all of it may be a repetition. */
    String newSoFarIn(String text) {
        List<String> words = Arrays.stream(tokens(text)).map(ToldWords::plain).toList();
        return Collections.indexOfSubList(newest, words) >= 0 ? "" : newIn(text);
    }

    /** What is new in {@code text}: without the longest beginning that is the end of what has been told. */
    String newIn(String text) {
        String[] tokens = tokens(text);
        List<String> words = Arrays.stream(tokens).map(ToldWords::plain).toList();
        for (int count = Math.min(words.size(), newest.size()); count > 0; count--) {
            if (words.subList(0, count).equals(newest.subList(newest.size() - count, newest.size()))) {
                return String.join(" ", Arrays.asList(tokens).subList(count, tokens.length));
            }
        }
        return text;
    }

    private static String[] tokens(String text) {
        return text.strip().split("\\s+", -1);
    }

    private static String plain(String token) {
        return token.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}']", "");
    }
}
