package dev.earshot.transcript.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is taken out of texts. Immutable, safe for any thread. A text that is too long, or in which a pattern takes too long, is
 * withheld as a whole: what cannot be looked through is not shown.
 */
public final class RedactionRules {

    /** Takes nothing out. */
    public static final RedactionRules NONE = new RedactionRules(List.of());

    /** The kind of a text that could not be looked through. */
    static final String WITHHELD = "withheld";

    private static final int MOST_CHARS = 20_000;
    private static final int MOST_PATTERNS = 50;
    private static final int MOST_PATTERN_CHARS = 500;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");

    /** What may yet become a number or an address, at the end of a text that goes on. */
    private static final Pattern UNFINISHED =
            Pattern.compile("(?:[A-Z]{2}[ .-]?(?=\\d))?[+(]*\\d[\\d ().,/+-]{3,80}$|[^\\s@]{1,64}@\\S{0,256}$");

    private final List<RedactionRule> rules;

    private RedactionRules(List<RedactionRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Names of what can be looked for without a pattern. */
    public static List<String> known() {
        return KnownKinds.names();
    }

    /**
     * These kinds and patterns.
     *
     * @param kinds of {@link #known}; whatever their order, they are looked for in that one
     * @param patterns by the name that their marks have; looked for first
     * @return empty where a kind is not known
     * @throws IllegalArgumentException for a pattern that cannot be used; the message names it and says why
     */
    public static Optional<RedactionRules> of(List<String> kinds, Map<String, String> patterns) {
        if (!known().containsAll(kinds)) {
            return Optional.empty();
        }
        List<RedactionRule> rules = new ArrayList<>();
        patterns.forEach((name, pattern) -> rules.add(ofPattern(name, pattern)));
        require(rules.size() <= MOST_PATTERNS, "no more than " + MOST_PATTERNS + " patterns are looked for");
        KnownKinds.ALL.stream().filter(rule -> kinds.contains(rule.name())).forEach(rules::add);
        return Optional.of(new RedactionRules(rules));
    }

    private static RedactionRule ofPattern(String name, String pattern) {
        require(NAME.matcher(name).matches(), name + ": a name has lower-case letters and dashes, 32 at most");
        require(
                !known().contains(name) && !name.equals(WITHHELD),
                name + ": a pattern needs a name that no other kind has");
        require(pattern.length() <= MOST_PATTERN_CHARS, name + ": a pattern has at most 500 characters");
        try {
            Pattern compiled = Pattern.compile(pattern);
            require(!compiled.matcher("").find(), name + ": a pattern must not match where nothing is");
            return RedactionRule.of(name, compiled);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(name + ": " + e.getDescription(), e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** A text that is whole. */
    public Redacted of(String text) {
        if (rules.isEmpty() || text.isEmpty()) {
            return new Redacted(text, Map.of());
        }
        if (text.length() > MOST_CHARS) {
            return withheld();
        }
        Map<String, Integer> counts = new HashMap<>();
        String left = text;
        try {
            for (RedactionRule rule : rules) {
                RedactionRule.Result result = rule.takeOut(left);
                left = result.text();
                if (result.found() > 0) {
                    counts.put(rule.name(), result.found());
                }
            }
        } catch (GuardedText.Exhausted | StackOverflowError e) {
            return withheld();
        }
        return new Redacted(left, counts);
    }

    private static Redacted withheld() {
        return new Redacted("[" + WITHHELD + "]", Map.of(WITHHELD, 1));
    }

    /** A text that goes on: what may yet become something at its end is left out until that is known. */
    public String ofUnfinished(String text) {
        if (rules.isEmpty()) {
            return text;
        }
        String whole = of(text).text();
        Matcher end =
                UNFINISHED.matcher(PlainReading.of(whole)).region(Math.max(0, whole.length() - 400), whole.length());
        return end.find() ? whole.substring(0, end.start()) + "…" : whole;
    }
}
