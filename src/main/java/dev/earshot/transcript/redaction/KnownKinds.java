package dev.earshot.transcript.redaction;

import dev.earshot.transcript.redaction.RedactionRule.Check;
import dev.earshot.transcript.redaction.RedactionRule.Part;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What can be looked for by its name. */
final class KnownKinds {

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    /** In the order in which they are looked for: what is told by a check before what is not. */
    static final List<RedactionRule> ALL = List.of(
            RedactionRule.of(
                    "email",
                    Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}")),
            // international bank account numbers, by their check digits (ISO 13616)
            new RedactionRule(
                    "iban",
                    Pattern.compile("(?<!\\w)[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}"),
                    longest(15, 34, false, KnownKinds::mod97)),
            // 13 to 19 digits, by their check digit (ISO/IEC 7812)
            new RedactionRule(
                    "card",
                    Pattern.compile("(?<!\\w)\\d(?:[ .-]{0,2}\\d){12,63}"),
                    longest(13, 19, true, KnownKinds::luhn)),
            RedactionRule.of(
                    "us-ssn",
                    Pattern.compile("(?<![\\d-])(?!000|666|9)\\d{3}[ -](?!00)\\d{2}[ -](?!0000)\\d{4}(?![\\d-])")),
            RedactionRule.of(
                    "uk-nino",
                    Pattern.compile("(?<!\\w)[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
                            + " ?\\d{2} ?\\d{2} ?\\d{2} ?[A-Da-d](?!\\w)")),
            // with a country's code or a leading zero, or in the groups of North America; a date is none
            RedactionRule.of(
                    "phone",
                    Pattern.compile("(?<![\\w+])(?!\\d{2}[./-]\\d{2}[./-]\\d{4}(?!\\d))"
                            + "(?:(?:\\+\\d|\\(?0\\d|\\(\\d)(?:[ ()./-]{0,2}\\d){5,13}"
                            + "|(?:1[ .-])?\\d{3}[ .-]\\d{3}[ .-]\\d{4})(?!\\d)")));

    private KnownKinds() {}

    static List<String> names() {
        return ALL.stream().map(RedactionRule::name).toList();
    }

    /** What stands beside a number is no part of it: of its groups, the longest row counts that passes, the first of them. */
    private static Check longest(int least, int most, boolean anywhere, Predicate<String> valid) {
        return match -> {
            int[] starts = edges(match, -1);
            int[] ends = edges(match, 1);
            for (int first = 0; first < (anywhere ? starts.length : 1); first++) {
                for (int last = ends.length - 1; last >= first; last--) {
                    Part part = new Part(starts[first], ends[last] + 1);
                    String number = compact(match.substring(part.from(), part.to()));
                    if (number.length() >= least && number.length() <= most && valid.test(number)) {
                        return Optional.of(part);
                    }
                }
            }
            return Optional.empty();
        };
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
        return text.replaceAll("[^A-Z0-9]", "");
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && digits.chars().anyMatch(digit -> digit != '0');
    }

    private static boolean mod97(String iban) {
        StringBuilder number = new StringBuilder();
        for (char each : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
            number.append(Character.digit(each, 36));
        }
        return new BigInteger(number.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }
}
