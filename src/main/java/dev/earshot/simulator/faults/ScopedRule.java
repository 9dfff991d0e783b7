package dev.earshot.simulator.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule cut in two: {@code [scope:] what happens}.
 *
 * @param words of what happens
 */
public record ScopedRule(FaultScope scope, FaultWords words) {

    /**
     * Cuts a rule.
     *
     * @param noun of what is counted, in the singular: {@code session}
     * @throws IllegalArgumentException which says what is wrong with the scope
     */
    public static ScopedRule of(String rule, String noun) {
        // Without these words at its beginning a rule has no scope, whatever colons are in it.
        Pattern scoped =
                Pattern.compile("((?:%1$s|%1$ss|all|every)\\b[^:]*|[\\d.]+%%\\s+of\\s+%1$ss\\s*):(.*)".formatted(noun));
        Matcher parts = scoped.matcher(rule);
        if (!parts.matches()) {
            return new ScopedRule(FaultScope.ALL, new FaultWords(rule, rule));
        }
        FaultScope scope = FaultScope.read(new FaultWords(rule, parts.group(1)), noun);
        return new ScopedRule(scope, new FaultWords(rule, parts.group(2)));
    }
}
