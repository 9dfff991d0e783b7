package dev.earshot.simulator.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Many rules in one text, and the chance that each of them has. */
public final class FaultRules {

    private static final long ROUND = 1_000_003L;

    private FaultRules() {}

    /** Rules one a line or between semicolons; what follows a {@code #} is a comment. */
    public static List<String> in(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(rule -> !rule.isEmpty())
                .toList();
    }

    /**
     * A chance that depends on these three and on nothing else. Mixed well: neighbouring seeds and numbers have nothing in
     * common.
     *
     * @param rule its place, from 0
     * @param number of the session or call that it is played on
     */
    public static SplittableRandom chance(long seed, int rule, int number) {
        return new SplittableRandom(new Random((seed * ROUND + rule) * ROUND + number).nextLong());
    }
}
