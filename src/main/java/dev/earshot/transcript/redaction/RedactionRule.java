package dev.earshot.transcript.redaction;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is looked for.
 *
 * @param name of its kind, as the mark has it
 * @param pattern what may be one
 * @param check finds it in what matched
 */
record RedactionRule(String name, Pattern pattern, Check check) {

    /** So often a text's characters may be looked at for each of them, and a few times more. */
    private static final int LOOKS_A_CHAR = 400;

    private static final int LOOKS_AT_LEAST = 20_000;

    /** Which part of a match is one. */
    @FunctionalInterface
    interface Check {
        /** From and to in the match; empty where none of it is. */
        Optional<Part> in(String match);
    }

    record Part(int from, int to) {}

    /** Whatever matches is one. */
    static RedactionRule of(String name, Pattern pattern) {
        return new RedactionRule(name, pattern, match -> Optional.of(new Part(0, match.length())));
    }

    /** How often it was found, and the text without it. */
    record Result(String text, int found) {}

    /** @throws GuardedText.Exhausted where that takes too long */
    Result takeOut(String text) {
        Matcher matcher = pattern.matcher(new GuardedText(text, LOOKS_AT_LEAST + (long) LOOKS_A_CHAR * text.length()));
        StringBuilder rest = new StringBuilder();
        int done = 0;
        int found = 0;
        for (int at = 0; at <= text.length() && matcher.find(at); ) {
            int start = matcher.start();
            Optional<Part> part =
                    start == matcher.end() ? Optional.empty() : check.in(text.substring(start, matcher.end()));
            if (part.isPresent()) {
                found++;
                rest.append(text, done, start + part.get().from())
                        .append('[')
                        .append(name)
                        .append(']');
                done = start + part.get().to();
            }
            at = part.isPresent() ? done : Math.max(matcher.end(), start + 1);
        }
        return new Result(rest.append(text, done, text.length()).toString(), found);
    }
}
