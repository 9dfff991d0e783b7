package dev.earshot.simulator.caller;

import dev.earshot.simulator.faults.FaultRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What callers do wrong on purpose, in the language that {@code docs/caller.md} explains. Immutable. What is left to chance depends
 * on the seed, the call's number and the rule's place alone.
 */
public final class CallFaults {

    /** A caller without a fault. */
    public static final CallFaults NONE = new CallFaults(List.of(), 0);

    private final List<CallFault> rules;
    private final long seed;

    private CallFaults(List<CallFault> rules, long seed) {
        this.rules = rules;
        this.seed = seed;
    }

    /**
     * {@code CallFaults.of("gap of 80ms at 5s", "call 2: reset at 10s redial after 300ms")}
     *
     * @throws IllegalArgumentException which says what is wrong with a rule
     */
    public static CallFaults of(String... rules) {
        return NONE.and(List.of(rules));
    }

    /** Rules one a line or between semicolons; what follows a {@code #} is a comment. */
    public static CallFaults parse(String text) {
        return NONE.and(FaultRules.in(text));
    }

    /** These faults and more. */
    public CallFaults and(List<String> more) {
        List<CallFault> all = new ArrayList<>(rules);
        more.forEach(rule -> all.add(CallFaultParser.parse(rule.strip())));
        return new CallFaults(List.copyOf(all), seed);
    }

    public CallFaults seeded(long anySeed) {
        return new CallFaults(rules, anySeed);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    public long seed() {
        return seed;
    }

    /** The rules as they were written. */
    public List<String> words() {
        return rules.stream().map(CallFault::words).toList();
    }

    /** What is wrong with the tokens of the call with this number, in the words of the rules; empty for good ones. */
    public Optional<String> tokenOf(int number) {
        return forCall(number).stream()
                .map(chosen -> chosen.fault().misdeed())
                .filter(Misdeed.Token.class::isInstance)
                .map(misdeed -> ((Misdeed.Token) misdeed).flaw())
                .findFirst();
    }

    /** What the platform does wrong beside the media of the call with this number. */
    public List<Misdeed.ToPhone> ofPhone(int number) {
        return forCall(number).stream()
                .map(chosen -> chosen.fault().misdeed())
                .filter(Misdeed.ToPhone.class::isInstance)
                .map(Misdeed.ToPhone.class::cast)
                .toList();
    }

    /** Whether any of the rules can be kept only where phones ring. */
    public boolean needPhones() {
        return rules.stream().anyMatch(rule -> rule.misdeed() instanceof Misdeed.ToPhone);
    }

    /** Whether any of the calls is to show a bad token. */
    public boolean spoilTokens() {
        return rules.stream().anyMatch(rule -> rule.misdeed() instanceof Misdeed.Token);
    }

    /** A rule that counts in a call, with a chance of its own. */
    public record Chosen(CallFault fault, SplittableRandom chance) {}

    /** The rules for the call with this number, from 1. */
    public List<Chosen> forCall(int number) {
        List<Chosen> chosen = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            SplittableRandom chance = FaultRules.chance(seed, i, number);
            if (rules.get(i).calls().include(number, chance)) {
                chosen.add(new Chosen(rules.get(i), chance));
            }
        }
        return chosen;
    }
}
