package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of a transcript at every step is checked by {@link TurnsModel}. */
@DisplayName("However sessions die, take over from one another, and cut the speech")
class TurnsModelTest {
    private static final int MAX_STEPS = 50_000;

    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("every word is in the transcript once, in spoken order, and nothing settles before it is final")
    void eachWordOnce(int seed) {
        TurnsModel model = new TurnsModel(seed, TurnsModel.Faults.DEATHS);
        run(model);

        assertThat(model.words()).as("seed %d", seed).isEqualTo(model.spoken());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("a word that nobody hears again is inside an utterance that was not understood")
    void eachWordOnceOrNamed(int seed) {
        TurnsModel model = new TurnsModel(seed, TurnsModel.Faults.DEATHS_AND_TAKEOVERS);
        run(model);

        assertThat(model.words()).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        assertThat(model.unaccounted()).as("seed %d", seed).isEmpty();
    }

    private static void run(TurnsModel model) {
        for (int step = 0; step < MAX_STEPS && !model.over(); step++) {
            model.step();
        }
        assertThat(model.over()).as("%s comes to its end", model).isTrue();
    }
}
