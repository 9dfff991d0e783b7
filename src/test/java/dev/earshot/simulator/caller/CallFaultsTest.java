package dev.earshot.simulator.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The language of a caller's faults")
class CallFaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gap of 80ms at 5s",
                "gap of 80ms 1% of frames",
                "gap of 80ms on track 2 at 0.5% of frames",
                "double every 2s",
                "swap at 5s",
                "swap by 2 at 5s",
                "delay by 400ms 0.5% of frames",
                "silence of 2s at 5s",
                "silence of 2s without data at 5s",
                "omit timestamp 1% of frames",
                "spoil timestamp at 1s",
                "jump ahead 40s at 10s",
                "jump back 3s at 10s",
                "send not-json every 2s",
                "send odd-length 1% of frames",
                "send oversize at 3s",
                "fragment",
                "fragment into 5 10% of frames",
                "binary 5% of frames",
                "pascal-case",
                "jitter of 40ms",
                "burst of 500ms every 3s",
                "stop reading for 3s at 2s",
                "call 2: reset at 10s redial after 300ms",
                "calls 2-4: close 1001 at 5s redial after 200ms without metadata",
                "every 3 calls: vanish at 4s",
                "10% of calls: redial at 5s repeating 100ms overlapping 200ms without metadata",
                "all calls: redial every 5s",
                "call 3: token expired",
                "ring late",
                "call 2: ring twice",
                "callbacks reversed",
                "calls 2-3: callbacks never",
                "answer refused 429,503",
                "answer lost",
                "answer lost 2 times",
                "media fails",
                "media fails 2 times with 8603",
                "10% of calls: media fails with 8604",
            })
    @DisplayName("has rules")
    void rules(String rule) {
        assertThat(CallFaults.of(rule).words()).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            gapp of 80ms at 5s          | 'gapp' is unknown; there are gap, double, swap
            gap of 80 at 5s             | '80' is no time; write 500ms, 2s or 1m
            gap of 31s at 5s            | a time from 20ms to 30000ms is allowed here, not 31000ms
            gap of 80ms                 | when is missing: 'at 5s', 'every 2s' or '1% of frames'
            gap of 80ms at 5            | '5' is no time
            gap of 80ms 1% of calls     | 'frames' expected, not 'calls'
            gap of 80ms 101% of frames  | '101%' is no share
            gap of 80ms at 5s or so     | 'or so' makes no sense here
            swap by 3 at 5s             | by how many frames is a number from 1 to 2, not '3'
            delay by 40ms at 5s         | a time from 100ms to 1500ms is allowed here, not 40ms
            delay by 3s at 5s           | a time from 100ms to 1500ms is allowed here, not 3000ms
            jump 5s at 5s               | 'ahead' or 'back' expected, not '5s'
            jump back 1s at 5s          | a time from 2500ms to 600000ms is allowed here, not 1000ms
            jump back 3s 1% of frames   | this is done 'at 5s' or 'every 2s'
            send nonsense at 5s         | 'nonsense' is unknown; there are not-json, wrong-type
            close 99 at 5s              | the close code is a number from 1000 to 4999, not '99'
            close 1006 at 5s            | no close frame may have the code 1006
            reset at 5s redial 300ms    | 'after' expected, not '300ms'
            reset 1% of frames          | this is done 'at 5s' or 'every 2s'
            redial at 5s without fuss   | 'metadata' expected, not 'fuss'
            call 0: double at 5s        | the call's number is a number from 1
            calls 4: double at 5s       | '4' is no range; write 2-4, or 2- for all from the second on
            token nonsense              | 'nonsense' is unknown; there are missing, expired
            token expired at 5s         | 'at 5s' makes no sense here
            ring loudly                 | 'loudly' is unknown; there are twice, late
            ring twice at 5s            | 'at 5s' makes no sense here
            callbacks sometimes         | 'sometimes' is unknown; there are twice, together, reversed, never
            answer quickly              | 'refused' or 'lost' expected, not 'quickly'
            answer refused 200          | a status is a number from 400 to 599, not '200'
            answer lost twice           | how often is a number from 1 to 100, not 'twice'
            media fails 2               | 'times' is missing
            media fails with nothing    | the sub-code is a number from 1 to 99999, not 'nothing'
            every 3 sessions: double    | 'calls' expected, not 'sessions'
            gap of 80ms on track 5 at 1s| the track's number is a number from 1 to 4, not '5'
            """)
    @DisplayName("answers a rule that makes no sense with what is wrong")
    void nonsense(String rule, String answer) {
        assertThatThrownBy(() -> CallFaults.of(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a fault: \"" + rule + "\": ")
                .hasMessageContaining(answer);
    }

    @Test
    @DisplayName("comes in files, with comments")
    void files() {
        assertThat(CallFaults.parse("# a bad day\ngap of 80ms at 5s; double at 6s # twice\n\n")
                        .words())
                .containsExactly("gap of 80ms at 5s", "double at 6s");
    }

    @Test
    @DisplayName("rounds what is lost up to whole frames")
    void wholeFrames() {
        Misdeed jump = CallFaults.of("jump ahead 35010ms at 5s")
                .forCall(1)
                .get(0)
                .fault()
                .misdeed();

        assertThat(jump).isEqualTo(new Misdeed.Jump(Duration.ofMillis(35_020)));
    }

    @Test
    @DisplayName("chooses calls by their number, and by a chance that the seed decides")
    void calls() {
        assertThat(callsOf(CallFaults.of("call 2: double at 5s"))).containsExactly(2);
        assertThat(callsOf(CallFaults.of("calls 19-: double at 5s"))).containsExactly(19, 20);
        assertThat(callsOf(CallFaults.of("every 8 calls: double at 5s"))).containsExactly(8, 16);
        CallFaults byChance = CallFaults.of("30% of calls: double at 5s");
        assertThat(callsOf(byChance.seeded(1)))
                .isEqualTo(callsOf(byChance.seeded(1)))
                .isNotEqualTo(callsOf(byChance.seeded(2)))
                .hasSizeBetween(1, 19);
    }

    private static List<Integer> callsOf(CallFaults faults) {
        return IntStream.rangeClosed(1, 20)
                .filter(number -> !faults.forCall(number).isEmpty())
                .boxed()
                .toList();
    }
}
