package dev.earshot.simulator.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns revised partials into text that only ever grows: a word is given out once it has stood unchanged for three partials
 * and a newer word follows it. One turn each.
 */
final class LiveWords {

    private static final int PARTIALS_TO_STAND = 3;

    private List<String> last = List.of();
    private final List<Integer> stood = new ArrayList<>();
    private final List<String> given = new ArrayList<>();

    /** Deltas, each with its leading space, that this partial makes certain. */
    List<String> hear(String partial) {
        List<String> words = words(partial);
        count(words);
        List<String> deltas = new ArrayList<>();
        while (given.size() < words.size() - 1 && stood.get(given.size()) >= PARTIALS_TO_STAND) {
            deltas.add(give(words.get(given.size())));
        }
        return deltas;
    }

    /** The deltas that are left when the turn's words are known. */
    List<String> finish(String transcript) {
        List<String> words = words(transcript);
        List<String> deltas = new ArrayList<>();
        for (String word : words.subList(resumeAt(words), words.size())) {
            deltas.add(give(word));
        }
        return deltas;
    }

    /** The words as a sentence: capital first letter, full stop; the words themselves are untouched. */
    static String sentence(String text) {
        if (text.isBlank()) {
            return "";
        }
        String capital = capitalised(text.strip());
        return ".!?".indexOf(capital.charAt(capital.length() - 1)) >= 0 ? capital : capital + ".";
    }

    private void count(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            boolean same = i < last.size() && last.get(i).equals(words.get(i));
            int times = same ? stood.get(i) + 1 : 1;
            if (i < stood.size()) {
                stood.set(i, times);
            } else {
                stood.add(times);
            }
        }
        last = words;
    }

    private String give(String word) {
        given.add(word);
        return " " + (given.size() == 1 ? capitalised(word) : word);
    }

    /** Where the final words go on from what was given out; the recogniser may have merged or split a word since. */
    private int resumeAt(List<String> words) {
        int count = given.size();
        if (count == 0) {
            return 0;
        }
        String lastGiven = given.get(count - 1).replaceAll("[.,!?]$", "");
        for (int shift : new int[] {0, -1, 1, -2, 2}) {
            int at = count + shift;
            if (at >= 1
                    && at <= words.size()
                    && words.get(at - 1).replaceAll("[.,!?]$", "").equalsIgnoreCase(lastGiven)) {
                return at;
            }
        }
        return Math.min(count, words.size());
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
