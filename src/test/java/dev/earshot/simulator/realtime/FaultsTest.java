package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refuse 503",
                "refuse 429 retry-after 2s at upgrade",
                "reset at upgrade",
                "silence at upgrade",
                "delay upgrade by 2s",
                "error insufficient_quota before created",
                "error insufficient_quota close 4000 before created",
                "session 2: reset after 3200ms of audio",
                "sessions 2-: reset after 1.5s of audio",
                "sessions 2-4: silence at speech_started",
                "every 3 sessions: stall before updated",
                "10% of sessions: close 1011 after 20s",
                "all sessions: expire after 1m",
                "expire with error after 1m",
                "stop reading for 5s after 2nd committed",
                "delay updated by 800ms",
                "delay session.update by 800ms",
                "delay 30% of completed by 4s",
                "drop first completed",
                "drop session.update",
                "drop responses",
                "double updated",
                "distort updated audio.input.turn_detection.threshold to 0.9",
                "distort updated instructions to \"a word: another\"",
                "reject session.update with invalid_value",
                "fail transcription with audio_unintelligible",
                "fail 3rd response with rate_limit_exceeded",
                "cut response short",
                "reorder completions within 2s",
                "reset before conversation.item.done",
            })
    void a_rule_is_read(String rule) {
        assertThat(Faults.of(rule).words()).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            reset                              | when: before or after an event, after a time, or at upgrade is missing
            resett at upgrade                  | 'resett' is unknown; there are refuse, reset
            close at upgrade                   | the close code is a number from 1000 to 4999, not 'at'
            close 1011 at upgrade              | at the upgrade there is only refuse, reset and silence
            reset before lunch                 | there is no event 'lunch'
            reset after soon                   | there is no event 'soon'
            reset before session.update        | 'session.update' cannot be meant here
            refuse 200                         | the HTTP status is a number from 400 to 599, not '200'
            delay updated by 5                 | '5' is no time; write 500ms, 2s or 1m
            delay updated for 5s               | 'by' expected, not 'for'
            session two: reset at upgrade      | the session's number is a number from 1 to
            sessions 2: reset at upgrade       | '2' is no range; write 2-4, or 2- for all from the second on
            120% of sessions: reset at upgrade | '120%' is no share; write 10%
            drop updated now                   | 'now' makes no sense here
            fail updated                       | only a transcription or a response can fail
            distort updated a.b to {           | '{' is not JSON
            """)
    void what_is_no_rule_is_refused_and_told_why(String rule, String why) {
        assertThatThrownBy(() -> Faults.of(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a fault: \"" + rule + "\": ")
                .hasMessageContaining(why);
    }

    @Test
    void rules_stand_one_a_line_or_between_semicolons_with_comments() {
        assertThat(Faults.parse(
                                """
                                # a bad day
                                session 1: refuse 503   # at first
                                reset after 2s; delay updated by 1s

                                """)
                        .words())
                .containsExactly("session 1: refuse 503", "reset after 2s", "delay updated by 1s");
        assertThat(Faults.parse(" \n#nothing\n").isEmpty()).isTrue();
    }

    @Test
    void a_rule_is_for_the_sessions_that_it_names() {
        assertThat(sessions("session 2: refuse 503")).containsExactly(2);
        assertThat(sessions("sessions 2-4: refuse 503")).containsExactly(2, 3, 4);
        assertThat(sessions("sessions 8-: refuse 503")).containsExactly(8, 9, 10);
        assertThat(sessions("every 3 sessions: refuse 503")).containsExactly(3, 6, 9);
        assertThat(sessions("refuse 503")).hasSize(10);
    }

    @Test
    void chance_is_the_same_with_the_same_seed_and_as_large_as_it_was_said_to_be() {
        Faults tenth = Faults.of("10% of sessions: refuse 503");

        assertThat(hit(tenth.seeded(7), 2_000)).isEqualTo(hit(tenth.seeded(7), 2_000));
        assertThat(hit(tenth.seeded(7), 2_000)).isNotEqualTo(hit(tenth.seeded(8), 2_000));
        assertThat(hit(tenth.seeded(7), 2_000).size()).isBetween(150, 250);
    }

    @Test
    void rules_have_chances_of_their_own() {
        Faults two = Faults.of("50% of sessions: refuse 503", "50% of sessions: refuse 429");

        List<Integer> counts = IntStream.rangeClosed(1, 1_000)
                .mapToObj(number -> two.forSession(number).size())
                .toList();

        assertThat(counts.stream().filter(count -> count == 1)).hasSizeBetween(400, 600);
    }

    private static List<Integer> sessions(String rule) {
        return hit(Faults.of(rule), 10);
    }

    private static List<Integer> hit(Faults faults, int sessions) {
        return IntStream.rangeClosed(1, sessions)
                .filter(number -> !faults.forSession(number).isEmpty())
                .boxed()
                .toList();
    }
}
