package dev.earshot.transcript.redaction;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** What can be looked for by its name. */
final class KnownKinds {

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    /** In the order in which they are looked for: what is told by a check before what is not. */
    static final List<RedactionRule> ALL = List.of(
            RedactionRule.known(
                    "email",
                    Pattern.compile("[\\p{L}\\p{M}\\p{N}._%+-]{1,64}"
                            + "@[\\p{L}\\p{M}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{M}\\p{N}-]{1,63}){1,8}")),
            // international bank account numbers, by their check digits (ISO 13616)
            RedactionRule.known(
                    "iban",
                    Pattern.compile("(?<!\\w)[A-Za-z]{2}[ .-]?\\d{2}(?:[ .-]?[A-Z0-9]){11,30}"),
                    new GroupedNumber(15, 34, false, KnownKinds::mod97)),
            // 13 to 19 digits, by their check digit (ISO/IEC 7812)
            RedactionRule.known(
                    "card",
                    Pattern.compile("(?<!\\w)\\d(?:[ .-]{0,2}\\d){12,199}"),
                    new GroupedNumber(13, 19, true, KnownKinds::luhn)),
            RedactionRule.known(
                    "us-ssn",
                    Pattern.compile("(?<![\\d-])(?!000|666|9)\\d{3}[ -](?!00)\\d{2}[ -](?!0000)\\d{4}(?![\\d-])")),
            RedactionRule.known(
                    "uk-nino",
                    Pattern.compile("(?<!\\w)[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
                            + " ?\\d{2} ?\\d{2} ?\\d{2} ?[A-Da-d](?!\\w)")),
            // with a country's code or a leading zero, or in the groups of North America; a date is none
            RedactionRule.known(
                    "phone",
                    Pattern.compile("(?<![\\w+])(?!\\d{2}[./-]\\d{2}[./-]\\d{4}(?!\\d))"
                            + "(?:(?:\\+\\d|\\(?0\\d|\\(\\d)(?:[ ()./-]{0,2}\\d){5,13}"
                            + "|(?:1[ .-])?\\d{3}[ .-]\\d{3}[ .-]\\d{4})(?!\\d)")));

    private KnownKinds() {}

    static List<String> names() {
        return ALL.stream().map(RedactionRule::name).toList();
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
