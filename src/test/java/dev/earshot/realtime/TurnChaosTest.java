package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.Partial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services that keep to no protocol at all. One sample is one millisecond. */
@DisplayName("Whatever sessions say, in any order")
class TurnChaosTest {
    private static final int STEPS = 400;

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("utterances end once, one after another, and the settled position never goes back")
    void anything(int seed) {
        Random random = new Random(seed);
        TurnsUnderTest turns = new TurnsUnderTest();
        long settled = 0;
        for (int step = 0; step < STEPS; step++) {
            anything(turns, random, 100L * step);
            assertThat(turns.turns().settled())
                    .as("seed %d, step %d", seed, step)
                    .isGreaterThanOrEqualTo(settled);
            settled = turns.turns().settled();
        }
        turns.callEnded();

        assertThat(turns.turns().idle()).as("seed %d", seed).isTrue();
        assertOneAfterAnother(seed, turns.finals());
        assertRevised(seed, turns.told);
    }

    private static void anything(TurnsUnderTest turns, Random random, long now) {
        int session = 1 + random.nextInt(3) + (int) (now / 8000);
        String item = "item_" + random.nextInt(6) + now / 4000;
        long position = Math.max(0, now - 3000 + random.nextInt(4000));
        turns.session(session);
        switch (random.nextInt(16)) {
            case 0 -> turns.hearing(session, position);
            case 1 -> turns.ended(session);
            case 2, 3 -> turns.heard(now).tick(now * random.nextInt(3));
            case 4, 5, 6 -> turns.notice(new SpeechStarted(session, item, position, position + random.nextInt(600)));
            case 7, 8, 9 -> turns.notice(new SpeechStopped(session, item, position, position - random.nextInt(600)));
            case 10 -> turns.committed(item, random.nextBoolean() ? null : "item_" + random.nextInt(6) + now / 4000);
            case 11 -> turns.delta(item, random.nextInt(3) - 1, " word");
            case 12, 13 -> turns.completed(item, random.nextInt(3) - 1, random.nextInt(5) == 0 ? "" : "Words.");
            case 14 -> turns.failed(item);
            default -> turns.deleted(item);
        }
    }

    private static void assertOneAfterAnother(int seed, List<Final> finals) {
        assertThat(finals).extracting(Final::utterance).as("seed %d", seed).doesNotHaveDuplicates();
        for (int i = 0; i < finals.size(); i++) {
            Final last = finals.get(i);
            assertThat(last.end()).as("seed %d: %s", seed, last).isGreaterThanOrEqualTo(last.start());
            if (i > 0) {
                assertThat(last.start())
                        .as("seed %d: %s after %s", seed, last, finals.get(i - 1))
                        .isGreaterThanOrEqualTo(finals.get(i - 1).end());
            }
        }
    }

    private static void assertRevised(int seed, List<TurnUpdate> told) {
        Map<String, Integer> revisions = new HashMap<>();
        for (TurnUpdate update : told) {
            int revision = update instanceof Partial partial ? partial.revision() : Integer.MAX_VALUE;
            Integer before = revisions.put(update.utterance(), revision);
            assertThat(before == null || before < revision)
                    .as("seed %d: %s revises %s", seed, update, before)
                    .isTrue();
        }
    }
}
