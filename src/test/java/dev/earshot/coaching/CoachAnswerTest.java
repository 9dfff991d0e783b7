package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.CoachAnswer.Advice;
import dev.earshot.coaching.CoachAnswer.Silent;
import dev.earshot.coaching.CoachAnswer.Unfit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An answer of the coach")
class CoachAnswerTest {

    private static final String SAID = "Well, actually — I've got another offer, from a company in Köln.";

    private static CoachAnswer offered(String arguments) {
        return CoachAnswer.read("offer_hint", arguments, Briefings.PLAIN, SAID);
    }

    private static String quoting(String quote) {
        return "{\"kind\":\"competing_offer\",\"text\":\"Ask when they decide.\",\"why\":\"A rival.\",\"quote\":\""
                + quote + "\"}";
    }

    @Test
    @DisplayName("may be silence")
    void silence() {
        assertThat(CoachAnswer.read("stay_silent", "{}", Briefings.PLAIN, SAID)).isEqualTo(new Silent());
    }

    @Test
    @DisplayName("is advice when it has the agreed shape")
    void advice() {
        assertThat(offered(quoting("another offer")))
                .isEqualTo(new Advice(Briefings.OFFER, "Ask when they decide.", "A rival.", "another offer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I've got another offer",
                "ive got ANOTHER offer from",
                "…a company in köln!",
                "Well actually I’ve"
            })
    @DisplayName("may quote without regard to case and punctuation")
    void looseQuote(String quote) {
        assertThat(offered(quoting(quote))).isInstanceOf(Advice.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another offer from them", "other offer", "", "?!", "I have got another offer"})
    @DisplayName("is unfit when nobody said what it quotes")
    void wrongQuote(String quote) {
        assertThat(offered(quoting(quote))).isEqualTo(new Unfit(WithdrawCause.QUOTE_NOT_SAID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"weather\",\"text\":\"Ask.\",\"why\":\"W.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":\"a b c d e f g h i j k l m\",\"why\":\"W.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":\"\",\"why\":\"W.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":7,\"why\":\"W.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":\"Ask.\",\"why\":\"W.\\nAnd so on.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":\"Ask.\",\"quote\":\"another offer\"}",
                "{\"kind\":\"salary\",\"text\":\"Ask.\",\"why\":\"W.\",\"quote\":\"another offer\",\"extra\":1}",
                "{\"kind\":\"salary\",\"text\":\"Ask.\",\"why\":\"W.\",\"quote\":\"another offer\"} and more",
                "[]",
                "",
                "{\"kind\":",
            })
    @DisplayName("is unfit when it has another shape")
    void wrongShape(String arguments) {
        assertThat(offered(arguments)).isEqualTo(new Unfit(WithdrawCause.INVALID_ANSWER));
    }

    @Test
    @DisplayName("is unfit when it quotes nothing but a phrase that never gives rise to a hint")
    void quietQuote() {
        String said = "Mm-hm, I have another offer.";
        assertThat(CoachAnswer.read("offer_hint", quoting("mm hm"), Briefings.PLAIN, said))
                .isEqualTo(new Unfit(WithdrawCause.QUIET_PHRASE));
        assertThat(CoachAnswer.read("offer_hint", quoting("mm hm I have"), Briefings.PLAIN, said))
                .isInstanceOf(Advice.class);
    }

    @Test
    @DisplayName("is unfit when it calls a tool that was not offered")
    void unknownTool() {
        assertThat(CoachAnswer.read("send_mail", quoting("another offer"), Briefings.PLAIN, SAID))
                .isEqualTo(new Unfit(WithdrawCause.INVALID_ANSWER));
    }

    @Test
    @DisplayName("may have twelve words")
    void twelveWords() {
        assertThat(
                        offered(
                                "{\"kind\":\"salary\",\"text\":\"a b c d e f g h i j k l\",\"why\":\"W.\",\"quote\":\"another offer\"}"))
                .isInstanceOf(Advice.class);
    }
}
