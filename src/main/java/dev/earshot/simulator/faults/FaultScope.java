package dev.earshot.simulator.faults;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of many (sessions, calls) a fault is for, by their number from 1.
 *
 * @param every 2 is every second of all; 1 is each
 * @param share of them, by chance; 1 is all
 */
public record FaultScope(int first, int last, int every, double share) {

    /** Those too that were there before the faults were. */
    public static final FaultScope ALL = new FaultScope(Integer.MIN_VALUE, Integer.MAX_VALUE, 1, 1);

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})?");

    /** Whether the one of this number is meant; asked once for each. */
    public boolean include(int number, SplittableRandom chance) {
        return number >= first && number <= last && number % every == 0 && (share >= 1 || chance.nextDouble() < share);
    }

    /** {@code session 2}, {@code sessions 2-4}, {@code every 3 sessions}, {@code all sessions}, {@code 10% of sessions}. */
    static FaultScope read(FaultWords words, String noun) {
        FaultScope scope;
        if (words.take(noun)) {
            int number = words.number("the " + noun + "'s number", 1, Integer.MAX_VALUE);
            scope = new FaultScope(number, number, 1, 1);
        } else if (words.take(noun + "s")) {
            scope = range(words);
        } else if (words.take("every")) {
            int every = words.number("how many " + noun + "s", 1, Integer.MAX_VALUE);
            scope = new FaultScope(1, Integer.MAX_VALUE, every, 1);
            words.expect(noun + "s");
        } else if (words.take("all")) {
            scope = ALL;
            words.expect(noun + "s");
        } else {
            scope = new FaultScope(Integer.MIN_VALUE, Integer.MAX_VALUE, 1, words.share());
            words.expect("of", noun + "s");
        }
        words.end();
        return scope;
    }

    private static FaultScope range(FaultWords words) {
        String word = words.next("a range such as 2-4 or 2-");
        Matcher range = RANGE.matcher(word);
        if (!range.matches()) {
            throw words.wrong("'" + word + "' is no range; write 2-4, or 2- for all from the second on");
        }
        int last = range.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(range.group(2));
        return new FaultScope(Integer.parseInt(range.group(1)), last, 1, 1);
    }
}
