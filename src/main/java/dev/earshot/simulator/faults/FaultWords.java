package dev.earshot.simulator.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a rule, read from the left. Whatever does not fit is an {@link IllegalArgumentException} that says so. */
public final class FaultWords {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m)");
    private static final Pattern CODE = Pattern.compile("[a-z][A-Za-z0-9_.-]*|[A-Z][A-Za-z0-9]*");

    private final String rule;
    private final Deque<String> left;

    /**
     * Some words of a rule.
     *
     * @param rule the whole of it, for what is said of a mistake
     * @param part of the rule that is read
     */
    public FaultWords(String rule, String part) {
        this.rule = rule;
        this.left = new ArrayDeque<>(List.of(part.strip().split("\\s+")));
    }

    /** The whole rule, as it was written. */
    public String rule() {
        return rule;
    }

    /** The next word, which must be there. */
    public String next(String meaning) {
        if (left.isEmpty() || left.peek().isEmpty()) {
            throw wrong(meaning + " is missing");
        }
        return left.remove();
    }

    /** Takes the word if it is the next. */
    public boolean take(String word) {
        return word.equals(left.peek()) && left.remove().equals(word);
    }

    /** These must be the next. */
    public void expect(String... words) {
        for (String word : words) {
            String next = next("'" + word + "'");
            if (!next.equals(word)) {
                throw wrong("'" + word + "' expected, not '" + next + "'");
            }
        }
    }

    /** Nothing may be left. */
    public void end() {
        if (!left.isEmpty()) {
            throw wrong("'" + rest() + "' makes no sense here");
        }
    }

    /** All words that are left. */
    public String rest() {
        String rest = String.join(" ", left);
        left.clear();
        return rest;
    }

    /** The next word, left where it is; empty at the end. */
    public String peek() {
        return left.isEmpty() ? "" : left.peek();
    }

    /** {@code 500ms}, {@code 2s} or {@code 1m}. */
    public Duration duration() {
        String word = next("a time such as 500ms or 2s");
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            throw wrong("'" + word + "' is no time; write 500ms, 2s or 1m");
        }
        int unitMs =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
        return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unitMs));
    }

    /** A whole number within these bounds. */
    public int number(String meaning, int least, int most) {
        String word = next(meaning);
        if (word.matches("\\d{1,9}") && Integer.parseInt(word) >= least && Integer.parseInt(word) <= most) {
            return Integer.parseInt(word);
        }
        throw wrong(meaning + " is a number from " + least + " to " + most + ", not '" + word + "'");
    }

    /** {@code 2.5%} as 0.025. */
    public double share() {
        String word = next("a share such as 10%");
        if (word.matches("\\d{1,3}(\\.\\d+)?%")) {
            double percent = Double.parseDouble(word.substring(0, word.length() - 1));
            if (percent <= 100) {
                return percent / 100;
            }
        }
        throw wrong("'" + word + "' is no share; write 10%");
    }

    /** The code of an error. */
    public String code() {
        String word = next("an error code");
        if (!CODE.matcher(word).matches()) {
            throw wrong("'" + word + "' is no error code");
        }
        return word;
    }

    /** What to throw where a word does not fit. */
    public IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("not a fault: \"" + rule + "\": " + why);
    }
}
