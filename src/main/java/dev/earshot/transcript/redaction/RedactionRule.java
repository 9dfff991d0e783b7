package dev.earshot.transcript.redaction;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is looked for.
 *
 * @param name of its kind, as the mark has it
 * @param pattern what may be one
 * @param reading as what a text is looked through: as long as it is
 * @param check finds it in what matched
 */
record RedactionRule(String name, Pattern pattern, UnaryOperator<String> reading, Check check) {

    /** So often a text's characters may be looked at for each of them, and a few times more. */
    private static final int LOOKS_A_CHAR = 400;

    private static final int LOOKS_AT_LEAST = 20_000;

    /** Which part of a match is one. */
    interface Check {
        /** From and to in the match; empty where none of it is. */
        Optional<Part> in(String match);

        /** Where nothing of a match is one: so many characters at its end may yet be the beginning of one. */
        int again();
    }

    private static final Check WHOLE = new Check() {
        @Override
        public Optional<Part> in(String match) {
            return Optional.of(new Part(0, match.length()));
        }

        @Override
        public int again() {
            return 0;
        }
    };

    record Part(int from, int to) {}

    /** Whatever matches is one. */
    static RedactionRule of(String name, Pattern pattern) {
        return new RedactionRule(name, pattern, UnaryOperator.identity(), WHOLE);
    }

    /** The same however its characters are written. */
    static RedactionRule known(String name, Pattern pattern) {
        return known(name, pattern, WHOLE);
    }

    static RedactionRule known(String name, Pattern pattern, Check check) {
        return new RedactionRule(name, pattern, PlainReading::of, check);
    }

    /** How often it was found, and the text without it. */
    record Result(String text, int found) {}

    /** @throws GuardedText.Exhausted where that takes too long */
    Result takeOut(String text) {
        String read = reading.apply(text);
        Matcher matcher = pattern.matcher(new GuardedText(read, LOOKS_AT_LEAST + (long) LOOKS_A_CHAR * text.length()));
        StringBuilder rest = new StringBuilder();
        int done = 0;
        int found = 0;
        for (int at = 0; at <= text.length() && matcher.find(at); ) {
            int start = matcher.start();
            Optional<Part> part =
                    start == matcher.end() ? Optional.empty() : check.in(read.substring(start, matcher.end()));
            if (part.isEmpty()) {
                at = Math.max(matcher.end() - check.again(), start + 1);
            } else if (part.get().from() > 0) {
                at = start + part.get().from(); // from there a match reaches all that may overlap it
            } else {
                found++;
                rest.append(text, done, start).append('[').append(name).append(']');
                done = start + part.get().to();
                at = done;
            }
        }
        return new Result(rest.append(text, done, text.length()).toString(), found);
    }
}
