package dev.earshot.transcript.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is taken out of a text")
class RedactionRulesTest {

    private static final RedactionRules ALL =
            RedactionRules.of(RedactionRules.known(), Map.of()).orElseThrow();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            my card is 4111 1111 1111 1111, thanks           | my card is [card], thanks
            5500-0000-0000-0004                              | [card]
            378282246310005 and 6011.1111.1111.1117          | [card] and [card]
            4111111111111111 12 27 123                       | [card] 12 27 123
            it is 9 4111 1111 1111 1111                      | it is 9 [card]
            anna.b+x@mail.example.org. Bye                   | [email]. Bye
            DE89 3704 0044 0532 0130 00 it is                | [iban] it is
            GB82WEST12345698765432                           | [iban]
            call +49 30 1234567 or (030) 123 45 67           | call [phone] or [phone]
            on 0171/1234567, 212-555-0123 or 1 212 555 0123  | on [phone], [phone] or [phone]
            my social is 078-05-1120.                        | my social is [us-ssn].
            QQ 12 34 56 C or AB123456C                       | QQ 12 34 56 C or [uk-nino]
            DE89-3704-0044-0532-0130-00 or de 89 37 04 00 44 05 32 01 30 00 | [iban] or [iban]
            up to 30 DE89 3704 0044 0532 0130 00             | up to 30 [iban]
            jürgen.groß@bücher.example and anna@müller.de    | [email] and [email]
            """)
    @DisplayName("is marked where it was")
    void marked(String text, String left) {
        assertThat(ALL.of(text).text()).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            4111\u00a01111\u202f1111\u20091111, thanks  | [card], thanks
            4111\u20111111\u20131111\u22121111          | [card]
            ٤١١١ ١١١١ ١١١١ ١١١١ شكرا                    | [card] شكرا
            ４１１１　１１１１　１１１１　１１１１です  | [card]です
            4111\u200b1111\u200b1111\u200b1111          | [card]
            078\u201105\u20111120                       | [us-ssn]
            212\u2011555\u20110123                      | [phone]
            ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ            | [email]
            """)
    @DisplayName("is marked whatever its digits, dashes and spaces are written with, and the rest stays as it was")
    void otherCharacters(String text, String left) {
        assertThat(ALL.of(text).text()).isEqualTo(left);
    }

    @Test
    @DisplayName("is found at the end of a row of digits, however long that is")
    void longRow() {
        for (int before = 0; before < 220; before++) {
            String row = "3 ".repeat(before);
            assertThat(ALL.of(row + "4111 1111 1111 1111").text())
                    .as("after %d digits", before)
                    .contains("[card]")
                    .doesNotContain("1111 1111");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I have 3 offers, of 95,000 and 120,000 a year.",
                "On 01/02/2026 at 10:30, in room 1234.",
                "4111 1111 1111 1112",
                "GB82WEST12345698765433",
                "900-12-3456 and 123-00-4567",
                "Order 1234567, version 17.0.12, 2026-11-22",
                "me at example dot org",
                ""
            })
    @DisplayName("is nothing where nothing is")
    void nothing(String text) {
        assertThat(ALL.of(text)).isEqualTo(new Redacted(text, Map.of()));
    }

    @Test
    @DisplayName("is counted by its kind, patterns first")
    void counted() {
        RedactionRules rules = RedactionRules.of(List.of("card"), Map.of("order", "ORD-[0-9]{6}"))
                .orElseThrow();

        assertThat(rules.of("ORD-123456 and ORD-654321 by 4111111111111111, a@b.org"))
                .isEqualTo(new Redacted("[order] and [order] by [card], a@b.org", Map.of("order", 2, "card", 1)));
        assertThat(RedactionRules.NONE.of("4111111111111111").text()).isEqualTo("4111111111111111");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            my card is 4111 11            | my card is …
            my card is 4111 1111 1111 111 | my card is …
            call me at +49 3              | call me at …
            it is anna@exa                | it is …
            it is DE89 37                 | it is …
            it is DE 89 37                | it is …
            it is ٤١١١ ١١                 | it is …
            I have 3                      | I have 3
            4111 1111 1111 1111 it is     | [card] it is
            """)
    @DisplayName("of a text that goes on, is also what may become something")
    void unfinished(String text, String left) {
        assertThat(ALL.ofUnfinished(text)).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|b|ab)*c", "(.*a){20}$", "(?:a?){30}a{30}x"})
    @DisplayName("is all of it where a pattern runs away")
    void runsAway(String pattern) {
        RedactionRules rules = RedactionRules.of(List.of(), Map.of("bad", pattern.replace("*c", "+c")))
                .orElseThrow();

        assertThat(rules.of("a".repeat(5_000) + "!")).isEqualTo(new Redacted("[withheld]", Map.of("withheld", 1)));
        assertThat(ALL.of("a".repeat(20_001)).text()).isEqualTo("[withheld]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 ", "1-", "a@", "+1", "DE12 ", "(0", "12-34", "4111111111111111 "})
    @DisplayName("is found in a text made to be slow")
    void hostile(String piece) {
        assertThat(ALL.of(piece.repeat(20_000 / piece.length())).text()).isNotEqualTo("[withheld]");
    }

    @Test
    @DisplayName("comes to an end where a pattern matches between characters")
    void between() {
        assertThat(RedactionRules.of(List.of(), Map.of("edge", "(?=b)|c"))
                        .orElseThrow()
                        .of("abcabc"))
                .isEqualTo(new Redacted("ab[edge]ab[edge]", Map.of("edge", 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "order, '(', order: Unclosed group",
        "order, 'x*', order: a pattern must not match where nothing is",
        "card, x, card: a pattern needs a name that no other kind has",
        "Order, x, 'Order: a name has lower-case letters and dashes, 32 at most'"
    })
    @DisplayName("cannot be said by a pattern that makes no sense")
    void refused(String name, String pattern, String why) {
        assertThatThrownBy(() -> RedactionRules.of(List.of(), Map.of(name, pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    @DisplayName("cannot be a kind that nobody knows")
    void unknown() {
        assertThat(RedactionRules.of(List.of("card", "dna"), Map.of())).isEmpty();
    }
}
