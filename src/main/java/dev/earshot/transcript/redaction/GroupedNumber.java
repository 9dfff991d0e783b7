package dev.earshot.transcript.redaction;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds in groups of digits and letters a number that is told by a check. What stands beside it is no part of it: of the rows of
 * groups that begin with the same, the longest counts that passes. The first is found, with those that overlap it: one of them is the
 * number, and nobody knows which.
 *
 * @param least digits and letters
 * @param anywhere whether it may begin with any group, or with the first alone
 */
record GroupedNumber(int least, int most, boolean anywhere, Predicate<String> valid) implements RedactionRule.Check {

    @Override
    public Optional<RedactionRule.Part> in(String match) {
        int[] starts = edges(match, -1);
        int[] ends = edges(match, 1);
        RedactionRule.Part found = null;
        for (int first = 0; first < (anywhere ? starts.length : 1); first++) {
            if (found != null && starts[first] >= found.to()) {
                break;
            }
            RedactionRule.Part row = longest(match, starts[first], ends, first);
            if (row != null) {
                found = found == null ? row : new RedactionRule.Part(found.from(), Math.max(found.to(), row.to()));
            }
        }
        return Optional.ofNullable(found);
    }

    /** With as much as may stand between. */
    @Override
    public int again() {
        return 3 * most;
    }

    private RedactionRule.@Nullable Part longest(String match, int start, int[] ends, int first) {
        RedactionRule.Part found = null;
        for (int last = first; last < ends.length; last++) {
            String number = compact(match.substring(start, ends[last] + 1));
            if (number.length() > most) {
                break;
            } else if (number.length() >= least && valid.test(number)) {
                found = new RedactionRule.Part(start, ends[last] + 1);
            }
        }
        return found;
    }

    /** Where groups begin, or end: there is nothing of one beside. */
    private static int[] edges(String match, int beside) {
        return IntStream.range(0, match.length())
                .filter(i -> isOfGroup(match, i) && !isOfGroup(match, i + beside))
                .toArray();
    }

    private static boolean isOfGroup(String match, int i) {
        return i >= 0 && i < match.length() && Character.isLetterOrDigit(match.charAt(i));
    }

    private static String compact(String text) {
        return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
