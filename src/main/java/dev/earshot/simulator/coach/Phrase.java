package dev.earshot.simulator.coach;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An utterance as rules read it: lower case, single spaces, no punctuation but the apostrophes inside words. Whatever is
 * found can be given back in the words as they stood. A recogniser that knows neither capitals nor commas reads the same.
 */
final class Phrase {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}$€£%][\\p{L}\\p{N}'’$€£%]*");

    private final String original;
    private final String plain;
    private final List<Word> words = new ArrayList<>();

    private record Word(int plainStart, int plainEnd, int start, int end) {}

    Phrase(String original) {
        this.original = original;
        StringBuilder text = new StringBuilder();
        Matcher matcher = WORD.matcher(original);
        while (matcher.find()) {
            text.append(text.isEmpty() ? "" : " ");
            int start = text.length();
            text.append(matcher.group().toLowerCase(Locale.ROOT).replace('’', '\''));
            words.add(new Word(start, text.length(), matcher.start(), matcher.end()));
        }
        this.plain = text.toString();
    }

    int length() {
        return words.size();
    }

    boolean has(Pattern pattern) {
        return pattern.matcher(plain).find();
    }

    /** How many places of the utterance match. */
    int count(Pattern pattern) {
        return (int) pattern.matcher(plain).results().count();
    }

    /** The first match that is not denied, in the words as they stood. */
    Optional<String> quote(Pattern pattern, Pattern denial) {
        return pattern.matcher(plain)
                .results()
                .filter(match -> !denied(match, denial))
                .findFirst()
                .map(this::asItStood);
    }

    /** The last match, in the words as they stood. */
    Optional<String> lastQuote(Pattern pattern) {
        return pattern.matcher(plain).results().reduce((a, b) -> b).map(this::asItStood);
    }

    /** A few words before the match take it back: "I do not have another offer". */
    private boolean denied(MatchResult match, Pattern denial) {
        int first = 0;
        while (words.get(first).plainEnd() <= match.start()) {
            first++;
        }
        int from = words.get(Math.max(0, first - 4)).plainStart();
        return denial.matcher(plain.substring(from, match.end())).find();
    }

    private String asItStood(MatchResult match) {
        int start = 0;
        int end = original.length();
        for (Word word : words) {
            if (word.plainStart() <= match.start()) {
                start = word.start();
            }
            if (word.plainStart() < match.end()) {
                end = word.end();
            }
        }
        return original.substring(start, end);
    }
}
