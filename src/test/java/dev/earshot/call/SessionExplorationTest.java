package dev.earshot.call;

import dev.earshot.call.SessionWorld.Step;
import dev.earshot.realtime.FakeService;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call's real sessions, and a service that does anything at any time: every order of a few events from each place that a
 * line of sessions can be in, and long ones by chance. What fails says the seed and the steps.
 */
@DisplayName("In whatever order things happen to the sessions of a call")
class SessionExplorationTest {
    private static final ActorTestKit KIT = ActorTestKit.create(FakeService.config());

    /** Deeper takes longer: each step more is 13 times as many calls. */
    private static final int DEPTH = Integer.getInteger("earshot.exploration.depth", 2);

    /** The same for these alone, which open sessions and end them: 6 times as many. */
    private static final List<Step> OF_SESSIONS = List.of(
            Step.GREET, Step.ACKNOWLEDGE, Step.BREAK_OLDEST, Step.BREAK_NEWEST, Step.EXPIRE_OLDEST, Step.LATEST);

    private static final int DEPTH_OF_SESSIONS = DEPTH + 1;

    private static final int SEEDS = Integer.getInteger("earshot.exploration.seeds", 30);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Where a line of sessions can be. */
    private enum Place {
        OPENING,
        CONFIGURING(Step.GREET),
        READY(Step.GREET, Step.ACKNOWLEDGE),
        ROTATING(Step.GREET, Step.ACKNOWLEDGE, Step.LONG),
        ROTATION_WAITS(Step.GREET, Step.ACKNOWLEDGE, Step.LONG, Step.REFUSE),
        NEXT_READY(Step.GREET, Step.ACKNOWLEDGE, Step.SPEECH, Step.LONG, Step.GREET, Step.ACKNOWLEDGE),
        FINISHING(
                Step.GREET,
                Step.ACKNOWLEDGE,
                Step.SPEECH,
                Step.LONG,
                Step.GREET,
                Step.ACKNOWLEDGE,
                Step.SPEECH_ENDS,
                Step.LATEST),
        RECOVERING(Step.GREET, Step.ACKNOWLEDGE, Step.BREAK_OLDEST);

        private final List<Step> way;

        Place(Step... way) {
            this.way = List.of(way);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no audio goes where it must not, no session starts too soon or too late, and none is forgotten")
    void everyOrder(Place place) {
        orders(List.of(Step.values()), DEPTH)
                .forEach(steps -> new SessionWorld(KIT, 1, place + " " + steps).run(place.way, steps));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nor one step deeper, of those that open sessions and end them")
    void everyDeeperOrder(Place place) {
        orders(OF_SESSIONS, DEPTH_OF_SESSIONS)
                .forEach(steps -> new SessionWorld(KIT, 1, place + " " + steps).run(place.way, steps));
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("nor in a long one")
    void longOrder(int seed) {
        List<Step> steps = byChance(new Random(seed));
        new SessionWorld(KIT, 1, "one track, seed " + seed + " " + steps).run(List.of(), steps);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("nor on two tracks, of which neither waits for the other but where the service refuses both")
    void twoTracks(int seed) {
        List<Step> steps = byChance(new Random(~seed));
        new SessionWorld(KIT, 2, "two tracks, seed " + seed + " " + steps).run(List.of(), steps);
    }

    private static List<Step> byChance(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            steps.add(Step.values()[random.nextInt(Step.values().length)]);
            if (random.nextInt(3) > 0) {
                steps.addAll(List.of(Step.GREET, Step.ACKNOWLEDGE));
            }
        }
        steps.removeIf(step -> step == Step.FATAL && random.nextInt(10) > 0);
        return steps;
    }

    private static Stream<List<Step>> orders(List<Step> alphabet, int depth) {
        if (depth == 0) {
            return Stream.of(List.of());
        }
        return orders(alphabet, depth - 1).flatMap(before -> alphabet.stream().map(step -> {
            List<Step> order = new ArrayList<>(before);
            order.add(step);
            return order;
        }));
    }
}
