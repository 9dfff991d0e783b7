package dev.earshot.acs;

import org.jspecify.annotations.Nullable;

/** The raw ids seen last, so that the same participant is the same string without a new one for each frame. */
final class ParticipantNames {

    private final @Nullable String[] recent = new @Nullable String[8];
    private int oldest;

    /** The string with these characters. */
    String of(char[] text, int from, int length) {
        for (String name : recent) {
            if (name != null && matches(name, text, from, length)) {
                return name;
            }
        }
        String name = new String(text, from, length);
        recent[oldest] = name;
        oldest = (oldest + 1) % recent.length;
        return name;
    }

    private static boolean matches(String name, char[] text, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (name.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
