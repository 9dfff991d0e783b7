package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.TurnUpdate.Final;
import dev.earshot.realtime.TurnUpdate.Partial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A track of words, heard by sessions that die at any moment, or are succeeded while they still owe transcripts. Each
 * resumes where it has to and cuts the speech in its own way. One sample is one millisecond.
 */
final class TurnsModel {
    private static final long SILENCE = 5000;
    private static final long SAME_START = 700;
    private static final int MAX_FAULTS = 40;

    enum Faults {
        DEATHS,
        DEATHS_AND_TAKEOVERS
    }

    private final int seed;
    private final Faults faults;
    private final Random random;
    private final List<Word> track = new ArrayList<>();
    private final Turns turns = new Turns(
            "t1",
            1000,
            new Turns.Settings(
                    Duration.ofHours(1),
                    Duration.ofMillis(SILENCE),
                    Duration.ofMillis(3 * SILENCE),
                    Duration.ofMillis(SAME_START)),
            this::firstLoud);
    private final List<ModelSession> sessions = new ArrayList<>();
    private final List<Final> finals = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();
    private final Map<String, Integer> revisions = new HashMap<>();
    /** The words that an utterance stood for when it was last shown. */
    private final Map<String, List<Word>> shown = new HashMap<>();

    private long settledBefore;
    private int started;
    private int faultsSoFar;

    record Word(int number, long start, long end) {
        String text() {
            return " w" + number;
        }
    }

    TurnsModel(int seed, Faults faults) {
        this.seed = seed;
        this.faults = faults;
        this.random = new Random(seed);
        long at = 500;
        for (int word = 0; word < 60; word++) {
            at += pause();
            long end = at + 150 + random.nextInt(300);
            track.add(new Word(word, at, end));
            at = end;
        }
    }

    private int pause() {
        return switch (random.nextInt(10)) {
            case 0 -> 1000 + random.nextInt(8000);
            case 1, 2, 3 -> 300 + random.nextInt(900);
            default -> 30 + random.nextInt(150);
        };
    }

    @Override
    public String toString() {
        return "seed " + seed + " " + faults;
    }

    List<Integer> words() {
        return words;
    }

    List<Integer> spoken() {
        return track.stream().map(Word::number).toList();
    }

    /** The words that are neither in the transcript nor inside an utterance that was not understood. */
    List<Word> unaccounted() {
        return track.stream().filter(word -> !accounted(word)).toList();
    }

    private boolean accounted(Word word) {
        return words.contains(word.number())
                || finals.stream()
                        .anyMatch(last ->
                                last.cause() != null && last.start() <= word.end() && last.end() >= word.start());
    }

    boolean over() {
        return turns.idle() && turns.settled() >= track.get(track.size() - 1).start();
    }

    void step() {
        if (!hearing() && (sessions.isEmpty() || random.nextInt(4) == 0)) {
            add(turns.onTick(0, heard()), null);
            connect(turns.settled());
        } else {
            switch (random.nextInt(24)) {
                case 0 -> fault();
                case 1, 2, 3 -> add(turns.onTick(0, heard()), null);
                case 4, 5, 6, 7, 8, 9 -> {
                    if (hearing()) {
                        newest().hear(random.nextInt(800));
                    }
                }
                default -> speak(sessions.get(random.nextInt(sessions.size())));
            }
        }
        check();
    }

    private ModelSession newest() {
        return sessions.get(sessions.size() - 1);
    }

    /** Whether the session that was started last lives: an earlier one is not given any more audio. */
    private boolean hearing() {
        return !sessions.isEmpty() && newest().number() == started;
    }

    private long heard() {
        return hearing() ? newest().heard() : turns.settled();
    }

    private void connect(long from) {
        assertThat(track.stream().filter(word -> word.start() < from && word.end() > from))
                .as("%s: no word is cut where a session resumes, at %d", this, from)
                .isEmpty();
        ModelSession session = new ModelSession(++started, from, track, random);
        sessions.add(session);
        add(turns.onHearing(session.number(), from), null);
    }

    private void fault() {
        if (faultsSoFar++ >= MAX_FAULTS) {
            return;
        }
        if (faults == Faults.DEATHS || random.nextBoolean()) {
            ModelSession dead = sessions.remove(random.nextInt(sessions.size()));
            add(turns.onSessionEnded(dead.number()), null);
        } else if (sessions.size() < 3) {
            connect(random.nextBoolean() ? turns.resumption() : turns.settled());
        }
    }

    private void speak(ModelSession session) {
        ModelSession.Said said = session.next();
        if (said != null) {
            add(turns.onNotice(said.notice(), 0, heard()), said.item());
            if (random.nextInt(20) == 0) {
                add(turns.onNotice(said.notice(), 0, heard()), said.item());
            }
        }
    }

    private void add(Collection<TurnUpdate> updates, ModelSession.@Nullable Item item) {
        for (TurnUpdate update : updates) {
            if (update instanceof Partial partial) {
                show(partial, item);
            } else if (update instanceof Final last) {
                conclude(last);
            }
        }
    }

    private void show(Partial partial, ModelSession.@Nullable Item item) {
        String utterance = partial.utterance();
        assertThat(partial.revision())
                .as("%s: %s is revised", this, utterance)
                .isGreaterThan(revisions.getOrDefault(utterance, 0));
        revisions.put(utterance, partial.revision());
        if (partial.text().isEmpty()) {
            shown.remove(utterance);
        } else {
            assertThat(item).isNotNull();
            List<Word> before = shown.put(utterance, item.words());
            assertThat(before == null || before.stream().anyMatch(item.words()::contains))
                    .as("%s: %s was %s and is %s", this, utterance, before, item.words())
                    .isTrue();
        }
    }

    private void conclude(Final last) {
        assertThat(revisions.put(last.utterance(), Integer.MAX_VALUE))
                .as("%s: %s is final once", this, last.utterance())
                .isNotEqualTo(Integer.MAX_VALUE);
        assertThat(last.end()).isGreaterThanOrEqualTo(last.start());
        if (!finals.isEmpty()) {
            assertThat(last.start())
                    .as("%s: %s begins after %s", this, last, finals.get(finals.size() - 1))
                    .isGreaterThanOrEqualTo(finals.get(finals.size() - 1).end());
        }
        finals.add(last);
        List<Integer> said = Arrays.stream(last.text().split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> Integer.valueOf(word.substring(1)))
                .toList();
        List<Word> before = shown.remove(last.utterance());
        assertThat(before == null || said.isEmpty() || before.stream().anyMatch(word -> said.contains(word.number())))
                .as("%s: %s was %s and is %s", this, last.utterance(), before, said)
                .isTrue();
        words.addAll(said);
    }

    private void check() {
        assertThat(turns.settled()).as("%s: settled never goes back", this).isGreaterThanOrEqualTo(settledBefore);
        settledBefore = turns.settled();
        assertThat(track.stream().filter(word -> word.start() < settledBefore && !accounted(word)))
                .as("%s: settled (%d) stays before what is not final", this, settledBefore)
                .isEmpty();
        assertThat(shown.values()).as("%s: what is final shows no longer", this).noneMatch(of -> of.stream()
                .anyMatch(word -> words.contains(word.number())));
        if (faults == Faults.DEATHS) {
            assertThat(words).as("%s: in spoken order, each once", this).isEqualTo(spoken().subList(0, words.size()));
        }
    }

    private OptionalLong firstLoud(long from, long to) {
        return track.stream()
                .filter(word -> word.start() < to && word.end() > from)
                .mapToLong(word -> Math.max(from, word.start()))
                .min();
    }
}
