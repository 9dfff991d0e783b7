package dev.earshot.simulator.coach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.simulator.coach.Advice.Kind;
import dev.earshot.simulator.coach.CoachedCall.Turn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoachRulesTest {

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            i already have another offer and they want my answer by friday   | another offer and they want my answer by friday
            I've got an offer from a bank downtown.                          | got an offer
            To be honest, I am also interviewing with two others.            | also interviewing with two
            """)
    void another_offer_counts_when_the_candidate_tells_of_it(String said, String quote) {
        assertThat(candidate(said)).hasValueSatisfying(advice -> {
            assertThat(advice.kind()).isEqualTo(Kind.COMPETING_OFFER);
            assertThat(advice.quote()).isEqualTo(quote);
        });
    }

    @Test
    void a_deadline_changes_the_advice_on_another_offer() {
        assertThat(candidate("i have another offer and they want my answer by friday"))
                .map(Advice::text)
                .hasValue("Agree on a next date before their deadline, now.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I am hoping for around ninety thousand dollars a year, but I am open.",
                "i am hoping for around ninety thousand dollars a year but i am open",
                "I would need $95,000 a year.",
                "i currently make eighty five thousand",
                "my salary expectations are in the mail"
            })
    void a_figure_from_the_candidate_is_about_salary(String said) {
        assertThat(candidate(said)).map(Advice::kind).hasValue(Kind.SALARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How old are you, and are you planning to have children in the next few years?",
                "one more thing how old are you",
                "do you have kids",
                "Are you married?",
                "what is your religion",
                "which church do you attend",
                "do you have any health problems"
            })
    void a_question_that_must_not_be_asked_counts_when_the_recruiter_asks_it(String asked) {
        assertThat(recruiter(asked)).map(Advice::kind).hasValue(Kind.UNLAWFUL_QUESTION);
    }

    @Test
    void the_quote_is_in_the_words_as_they_stood() {
        assertThat(recruiter("One more thing: How old ARE you, Daniel?"))
                .map(Advice::quote)
                .hasValue("How old ARE you");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "That sounds nice, but honestly your price is too high.",
                "that is too expensive for us",
                "green valley is charging us thirty percent less",
                "there is no budget for this until the summer",
                "we can't afford it"
            })
    void a_customer_objects_to_the_price(String said) {
        assertThat(sale(turn("u1", "customer", said))).map(Advice::kind).hasValue(Kind.PRICE_OBJECTION);
    }

    @Test
    void a_customer_names_the_supplier_they_have() {
        assertThat(sale(turn("u1", "customer", "right now we are using green valley and we like them")))
                .hasValueSatisfying(advice -> {
                    assertThat(advice.kind()).isEqualTo(Kind.INCUMBENT);
                    assertThat(advice.quote()).isEqualTo("we are using green valley");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the reports are slow and the support team takes days to answer",
                "It takes forever to get anybody on the phone.",
                "honestly it keeps crashing"
            })
    void a_customer_tells_of_what_does_not_work(String said) {
        assertThat(sale(turn("u1", "customer", said))).map(Advice::kind).hasValue(Kind.PAIN_POINT);
        assertThat(candidate(said)).isEmpty();
    }

    @Test
    void a_customer_puts_it_off() {
        assertThat(sale(turn("u1", "customer", "maybe i have to think about it")))
                .map(Advice::kind)
                .hasValue(Kind.STALLING);
    }

    @Test
    void only_what_may_be_advised_on_is() {
        Turn said = turn("u1", "customer", "that is too expensive and i have to think about it");
        CoachedCall call = new CoachedCall("agent", "u1", List.of(said), Set.of(Kind.STALLING));
        assertThat(CoachRules.advise(call)).map(Advice::kind).hasValue(Kind.STALLING);
        assertThat(CoachRules.advise(new CoachedCall("agent", "u1", List.of(said), Set.of())))
                .isEmpty();
    }

    @Test
    void an_answer_is_vague_once_it_has_gathered_enough_of_nothing() {
        Turn question = turn("u1", "agent", "can you tell me about a time when you had to lead a team");
        Turn first = turn("u2", "candidate", "yes i have done some of that");
        Turn second = turn("u3", "candidate", "i helped the people on the team");
        Turn backChannel = turn("u4", "agent", "right");
        Turn third = turn("u5", "candidate", "it was hard but in the end it all worked out pretty well");

        assertThat(advise("u2", question, first)).isEmpty();
        assertThat(advise("u3", question, first, second)).map(Advice::kind).hasValue(Kind.VAGUE_ANSWER);
        assertThat(advise("u5", question, first, second, backChannel, third)).isEmpty();
        assertThat(advise("u5", question, first, backChannel, third))
                .map(Advice::quote)
                .hasValue("pretty well");
    }

    @Test
    void a_vague_remark_is_no_answer_where_nothing_was_asked() {
        assertThat(candidate("it kind of worked out pretty well in the end you know"))
                .isEmpty();
    }

    @Test
    void an_answer_with_substance_is_not_vague() {
        assertThat(advise(
                        "u2",
                        turn("u1", "agent", "tell me about a project you led"),
                        turn(
                                "u2",
                                "candidate",
                                "i led five engineers and we cut the build from an hour to ten minutes")))
                .isEmpty();
    }

    @Test
    void a_call_that_ends_with_nothing_agreed_lacks_a_next_step() {
        assertThat(sale(turn("u1", "agent", "well thank you for your time and have a great day")))
                .hasValueSatisfying(advice -> {
                    assertThat(advice.kind()).isEqualTo(Kind.NEXT_STEP);
                    assertThat(advice.quote()).isEqualTo("have a great");
                });
    }

    @Test
    void a_missing_next_step_is_told_once() {
        assertThat(sale(
                        turn("u1", "agent", "thank you and have a great day"),
                        turn("u2", "customer", "thanks goodbye")))
                .isEmpty();
    }

    @Test
    void a_call_that_ends_with_a_date_lacks_nothing() {
        assertThat(sale(
                        turn("u1", "customer", "wednesday morning would be best for me"),
                        turn("u2", "agent", "perfect thank you for your time and goodbye")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I do not have another offer at the moment.",
                "i don't have any other offers",
                "a thousand people work there and i know most of them",
                "four weeks but i could probably start a little sooner",
                "how old are you as a company",
                "i am not sure why you are asking me that",
                "my children's school is around the corner",
                "it is too expensive to live downtown",
                "we are using a new framework at work"
            })
    void the_candidate_says_nothing_of_note(String said) {
        assertThat(candidate(said)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What salary do you expect for this position?",
                "so friday is the deadline for the other offer",
                "we pay around ninety thousand dollars a year",
                "how old is your current system",
                "that is close to our range",
                "how much notice do you have to give"
            })
    void the_recruiter_says_nothing_to_be_corrected(String said) {
        assertThat(recruiter(said)).isEmpty();
    }

    @Test
    void a_seller_may_ask_what_a_recruiter_may_not() {
        assertThat(sale(
                        turn("u1", "customer", "it is a birthday present"),
                        turn("u2", "agent", "do you have children")))
                .isEmpty();
    }

    @Test
    void advice_is_about_the_latest_utterance_only() {
        assertThat(advise(
                        "u2",
                        turn("u1", "candidate", "i have another offer"),
                        turn("u2", "candidate", "and i like the city"),
                        turn("u3", "candidate", "i have another offer")))
                .isEmpty();
    }

    @Test
    void an_unknown_utterance_is_met_with_silence() {
        assertThat(advise("u9", turn("u1", "candidate", "i have another offer")))
                .isEmpty();
        assertThat(advise("u1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "…", "?!"})
    void an_utterance_without_words_is_met_with_silence(String said) {
        assertThat(candidate(said)).isEmpty();
        assertThat(recruiter(said)).isEmpty();
    }

    @Test
    void advice_is_short_and_quotes_what_was_said() {
        List<String> said = List.of(
                "i have another offer", "ninety thousand dollars a year", "your price is too high", "thanks goodbye");
        for (String each : said) {
            Advice advice = sale(turn("u1", "customer", each)).orElseThrow();
            assertThat(advice.text().split(" ")).hasSizeLessThanOrEqualTo(12);
            assertThat(advice.why()).doesNotContain("\n");
            assertThat(each).contains(advice.quote());
        }
    }

    private static Optional<Advice> candidate(String said) {
        return advise("u1", turn("u1", "candidate", said));
    }

    private static Optional<Advice> recruiter(String said) {
        return advise("u1", turn("u1", "agent", said));
    }

    /** The last turn of a sales call. */
    private static Optional<Advice> sale(Turn... turns) {
        List<Turn> call = new ArrayList<>(List.of(turn("u0", "customer", "hello")));
        call.addAll(List.of(turns));
        return CoachRules.advise(new CoachedCall("agent", turns[turns.length - 1].utterance(), call, ALL));
    }

    private static Optional<Advice> advise(String latest, Turn... turns) {
        return CoachRules.advise(new CoachedCall("agent", latest, List.of(turns), ALL));
    }

    private static Turn turn(String utterance, String speaker, String text) {
        return new Turn(utterance, speaker, text);
    }
}
