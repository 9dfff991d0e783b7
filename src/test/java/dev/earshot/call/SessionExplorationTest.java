package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.FakeService;
import dev.earshot.realtime.FakeService.Dialled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * line of sessions can be in, and long ones by chance.
 */
@DisplayName("In whatever order things happen to the sessions of a call")
class SessionExplorationTest {
    private static final ActorTestKit KIT = ActorTestKit.create(FakeService.config());
    private static final Duration LIFE = Duration.ofSeconds(40);

    /** Deeper takes longer: 2 is some thousand calls. */
    private static final int DEPTH = Integer.getInteger("earshot.exploration.depth", 2);

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
        HANDING_OVER(
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

    /** What can happen. */
    private enum Step {
        GREET,
        ACKNOWLEDGE,
        REFUSE,
        BREAK_OLDEST,
        BREAK_NEWEST,
        EXPIRE_OLDEST,
        FATAL,
        SPEECH,
        SPEECH_ENDS,
        TRANSCRIBE,
        SHORT,
        LONG,
        LATEST
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no audio goes where it must not, no session starts too soon, and none is forgotten")
    void everyOrder(Place place) {
        orders(DEPTH).forEach(steps -> new World(place + " " + steps).run(place.way, steps));
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("nor in a long one")
    void longOrder(int seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            steps.add(Step.values()[random.nextInt(Step.values().length)]);
            if (random.nextInt(3) > 0) {
                steps.addAll(List.of(Step.GREET, Step.ACKNOWLEDGE));
            }
        }
        steps.removeIf(step -> step == Step.FATAL && random.nextInt(10) > 0);
        new World("seed " + seed + " " + steps).run(List.of(), steps);
    }

    private static Stream<List<Step>> orders(int depth) {
        if (depth == 0) {
            return Stream.of(List.of());
        }
        return orders(depth - 1).flatMap(before -> Stream.of(Step.values()).map(step -> {
            List<Step> order = new ArrayList<>(before);
            order.add(step);
            return order;
        }));
    }

    private static final class World {
        private final String story;
        private final FakedCall call = new FakedCall(KIT);
        private final FakeService service = call.service;
        private final Map<Dialled, Integer> lastHeard = new HashMap<>();
        private final Map<Dialled, Integer> receivedAtEnd = new HashMap<>();
        private final Map<Dialled, Long> refusedAt = new HashMap<>();
        private int items;

        World(String story) {
            this.story = story;
            call.joins();
        }

        void run(List<Step> way, List<Step> steps) {
            try (FakedCall closing = call) {
                way.forEach(this::happens);
                for (Step step : steps) {
                    happens(step);
                    check();
                }
                notStuck();
                closing.end();
                assertThat(service.ended()).as(story).hasSameSizeAs(service.dialled());
            }
        }

        private void happens(Step step) {
            switch (step) {
                case GREET -> service.newest().greets(LIFE);
                case ACKNOWLEDGE -> service.newest().acknowledges(LIFE);
                case REFUSE -> refuse();
                case BREAK_OLDEST -> oldest().breaks();
                case BREAK_NEWEST -> service.newest().breaks();
                case EXPIRE_OLDEST -> oldest().closes(1001, "Your session hit the maximum duration of 60 minutes.");
                case FATAL -> service.newest().errs("insufficient_quota");
                case SPEECH -> oldest().speechStarts("i" + ++items, 0);
                case SPEECH_ENDS -> oldest().speechStops("i" + items, 500);
                case TRANSCRIBE -> oldest().transcribes("i" + items, "Yes.");
                case SHORT -> call.pass(Duration.ofMillis(300));
                case LONG -> call.pass(Duration.ofSeconds(21));
                case LATEST -> call.pass(Duration.ofSeconds(10));
            }
            FakeService.awaitQuiet();
        }

        private void refuse() {
            Dialled newest = service.newest();
            if (!newest.over() && newest.received().isEmpty()) {
                refusedAt.put(newest, FakeService.millis());
                newest.refuses(429, Duration.ofSeconds(2));
            }
        }

        /** Of those that are not over; the newest of all where there is none. */
        private Dialled oldest() {
            return service.dialled().stream()
                    .filter(line -> !line.over())
                    .findFirst()
                    .orElse(service.newest());
        }

        private void check() {
            call.silence(100);
            service.dialled().forEach(line -> lastHeard.put(line, line.audio()));
            call.frame();
            assertThat(service.dialled().stream()
                            .filter(line -> line.audio() > lastHeard.get(line))
                            .count())
                    .as("%s: gates that are open", story)
                    .isLessThanOrEqualTo(1);
            for (Dialled line : service.dialled()) {
                if (!line.acknowledged()) {
                    assertThat(line.audio()).as(story).isZero();
                }
                if (line.over()) {
                    int before = receivedAtEnd.computeIfAbsent(
                            line, ended -> ended.received().size());
                    assertThat(line.received()).as(story).hasSize(before);
                }
            }
            assertThat(service.dialled().stream().filter(line -> !line.over()).count())
                    .as("%s: living", story)
                    .isLessThanOrEqualTo(2);
            backoff();
        }

        private boolean heard() {
            return service.dialled().stream()
                    .anyMatch(line -> !line.over() && line.audio() > lastHeard.getOrDefault(line, 0));
        }

        private void backoff() {
            List<Dialled> all = service.dialled();
            for (int i = 0; i + 1 < all.size(); i++) {
                Long refused = refusedAt.get(all.get(i));
                if (refused != null) {
                    assertThat(all.get(i + 1).atMillis()).as(story).isGreaterThanOrEqualTo(refused + 2_000);
                }
            }
            assertThat(all.size())
                    .as(
                            "%s: sessions in %s ms",
                            story, FakeService.millis() - all.get(0).atMillis())
                    .isLessThanOrEqualTo(
                            (int) (3 + (FakeService.millis() - all.get(0).atMillis()) / 200));
        }

        /** With a service that does as it should, the call is heard again, unless it was told why it cannot be. */
        private void notStuck() {
            for (int second = 0; second < 30 && !heard(); second++) {
                check();
                call.ready(FakedCall.HOUR).pass(Duration.ofSeconds(1));
                call.silence(100);
            }
            List<String> sessions = call.sessions();
            assertThat(heard() || sessions.stream().anyMatch(change -> change.matches(".* closed:(quota|never).*")))
                    .as("%s: heard at the end, or closed for a cause: %s", story, sessions)
                    .isTrue();
        }
    }
}
