package dev.earshot.coaching;

import java.util.Arrays;
import java.util.Locale;

/** Text as words, for comparing what was said with what is said to have been said. */
final class Words {

    private Words() {}

    /** Words only, in lower case, one blank between them. */
    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }

    /** Words as a reader counts them. */
    static int count(String text) {
        return (int) Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .count();
    }

    /** Whether these words were said in a row, whatever their case and punctuation; no words never were. */
    static boolean said(String words, String text) {
        String sought = plain(words);
        return !sought.isEmpty() && (" " + plain(text) + " ").contains(" " + sought + " ");
    }
}
