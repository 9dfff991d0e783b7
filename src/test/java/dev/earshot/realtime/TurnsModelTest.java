package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.TurnUpdate.Final;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A track of sentences, heard by sessions that die at any moment: each resumes at the settled position and hears, late and
 * with starts that differ a little, whatever sentence begins at or after it. One sample is one millisecond.
 */
@DisplayName("However sessions die")
class TurnsModelTest {
    private static final long MARGIN = 5000;
    private static final long JITTER = 200;

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("every sentence is in the transcript once, in spoken order, and nothing settles before it is final")
    void eachSentenceOnce(int seed) {
        World world = new World(seed);
        for (int step = 0; step < 20_000 && !world.over(); step++) {
            world.step();
        }

        assertThat(world.over()).as("seed %d comes to its end", seed).isTrue();
        assertThat(world.transcript).as("seed %d", seed).isEqualTo(world.spoken());
    }

    private record Sentence(int number, long start, long end) {
        String text() {
            return "Sentence " + number + ".";
        }
    }

    /** What a session is going to say, in the order of the stream; transcripts are drawn from it out of order. */
    private static final class World {
        private final Random random;
        private final int seed;
        private final List<Sentence> sentences = new ArrayList<>();
        private final Turns turns = new Turns(
                "t1",
                1000,
                new Turns.Settings(
                        Duration.ofHours(1),
                        Duration.ofMillis(MARGIN),
                        Duration.ofMillis(MARGIN),
                        Duration.ofMillis(2 * JITTER)),
                (from, to) -> OptionalLong.empty());
        final List<String> transcript = new ArrayList<>();
        private final Map<String, Sentence> openItems = new HashMap<>();
        private final List<Map.Entry<String, Sentence>> owed = new ArrayList<>();
        private Deque<Runnable> saying = new ArrayDeque<>();
        private int session = 1;
        private boolean alive;
        private long heard;
        private int next;
        private long settledBefore;
        private int items;
        private int deaths;
        private final long end;

        World(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            long at = 0;
            for (int i = 0; i < 12; i++) {
                long start = at + 600 + random.nextInt(random.nextInt(4) == 0 ? 9000 : 1500);
                at = start + 400 + random.nextInt(3000);
                sentences.add(new Sentence(i, start, at));
            }
            end = at + 2 * MARGIN;
        }

        List<String> spoken() {
            return sentences.stream().map(Sentence::text).toList();
        }

        boolean over() {
            return transcript.size() >= sentences.size() && turns.idle();
        }

        void step() {
            if (!alive) {
                tick();
                connect();
            } else {
                switch (random.nextInt(12)) {
                    case 0 -> die();
                    case 1, 2 -> tick();
                    case 3, 4 -> complete();
                    case 5, 6, 7 -> say();
                    default -> hear();
                }
            }
            check();
        }

        private void connect() {
            alive = true;
            heard = turns.settled();
            add(turns.onHearing(session, heard));
            next = (int) sentences.stream()
                    .filter(sentence -> sentence.start() + JITTER < heard)
                    .count();
        }

        private void die() {
            if (deaths++ < 40) {
                alive = false;
                saying = new ArrayDeque<>();
                openItems.clear();
                owed.clear();
                add(turns.onSessionEnded(session++));
            }
        }

        /** The session never falls further behind than the margin allows. */
        private void hear() {
            if (saying.size() > 3) {
                return;
            }
            long until = Math.min(end, heard + random.nextInt(1500));
            while (next < sentences.size() && sentences.get(next).start() < until) {
                begin(sentences.get(next++));
            }
            heard = until;
        }

        private void begin(Sentence sentence) {
            String item = "i" + ++items;
            long start = Math.max(turns.settled(), sentence.start() - JITTER + random.nextInt((int) (2 * JITTER)));
            saying.add(() -> {
                openItems.put(item, sentence);
                add(turns.onNotice(new SpeechStarted(session, item, start, start), 0, heard));
            });
            saying.add(() -> add(turns.onNotice(new TranscriptDelta(session, item, 0, " Sent"), 0, heard)));
            saying.add(() -> {
                add(turns.onNotice(new SpeechStopped(session, item, sentence.end(), sentence.end()), 0, heard));
                owed.add(Map.entry(item, sentence));
            });
        }

        private void say() {
            if (!saying.isEmpty()) {
                // speech that has not been heard to its end cannot have been reported as ended
                heard = Math.max(
                        heard,
                        next == 0 ? 0 : Math.min(end, sentences.get(next - 1).end()));
                saying.poll().run();
            }
        }

        private void complete() {
            if (!owed.isEmpty()) {
                var owes = owed.remove(random.nextInt(owed.size()));
                openItems.remove(owes.getKey());
                add(turns.onNotice(
                        new TranscriptCompleted(
                                session, owes.getKey(), 0, owes.getValue().text()),
                        0,
                        heard));
            }
        }

        /** Silence settles only where the session has said all there is to say about it. */
        private void tick() {
            long known = saying.isEmpty() ? heard : Math.min(heard, turns.settled());
            add(turns.onTick(0, alive ? known : turns.settled()));
        }

        private void add(List<TurnUpdate> updates) {
            for (TurnUpdate update : updates) {
                if (update instanceof Final last) {
                    transcript.add(last.text());
                }
            }
        }

        private void check() {
            assertThat(turns.settled())
                    .as("seed %d: settled never goes back", seed)
                    .isGreaterThanOrEqualTo(settledBefore);
            settledBefore = turns.settled();
            long firstOpen =
                    openItems.values().stream().mapToLong(Sentence::start).min().orElse(Long.MAX_VALUE);
            assertThat(turns.settled())
                    .as("seed %d: settled stays before what is not final", seed)
                    .isLessThanOrEqualTo(firstOpen == Long.MAX_VALUE ? firstOpen : firstOpen + JITTER);
            assertThat(transcript)
                    .as("seed %d: no sentence twice or out of order", seed)
                    .isEqualTo(spoken().subList(0, Math.min(transcript.size(), sentences.size())));
        }
    }
}
