package dev.earshot.realtime;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.SessionNotice.TurnCommitted;
import dev.earshot.realtime.TurnsModel.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session of a model service: hears the words from a position on, takes them for one turn until there is a pause, and
 * tells of them late: voice activity in order, transcripts in any.
 */
final class ModelSession {
    private static final long MAX_LAG = 2000;

    private final int number;
    private final Random random;
    private final Deque<Timed> activity = new ArrayDeque<>();
    private final List<Said> transcripts = new ArrayList<>();
    private long heard;

    /** A turn, as this session cuts it. */
    record Item(String id, List<Word> words) {
        String text() {
            return words.stream().map(Word::text).collect(Collectors.joining());
        }
    }

    record Said(Item item, SessionNotice.OfTurn notice) {}

    private record Timed(long at, Said said) {}

    ModelSession(int number, long from, List<Word> track, Random random) {
        this.number = number;
        this.random = random;
        this.heard = from;
        int pause = 250 + random.nextInt(700);
        List<Word> ahead = track.stream().filter(word -> word.start() >= from).toList();
        List<Word> turn = new ArrayList<>();
        String previous = null;
        long before = from;
        for (int i = 0; i < ahead.size(); i++) {
            turn.add(ahead.get(i));
            long next = i + 1 < ahead.size() ? ahead.get(i + 1).start() : Long.MAX_VALUE;
            if (next - ahead.get(i).end() > pause) {
                Item item = new Item("item_" + turn.get(0).number(), List.copyOf(turn));
                before = cut(item, previous, before, ahead.get(i).end() + pause);
                previous = item.id();
                turn.clear();
            }
        }
    }

    /** Returns where the turn ends, with the pause that ended it. */
    private long cut(Item item, @Nullable String previous, long before, long end) {
        long speech = item.words().get(0).start();
        long start = Math.max(before, speech - random.nextInt(300));
        long spokenTo = item.words().get(item.words().size() - 1).end();
        at(
                speech + 50,
                item,
                new SpeechStarted(number, item.id(), start, Math.max(start, speech - random.nextInt(20))));
        for (Word word : item.words()) {
            at(word.end(), item, new TranscriptDelta(number, item.id(), 0, word.text()));
        }
        at(end, item, new SpeechStopped(number, item.id(), end, spokenTo + random.nextInt(100)));
        at(end, item, new TurnCommitted(number, item.id(), previous));
        return end;
    }

    private void at(long position, Item item, SessionNotice.OfTurn notice) {
        activity.add(new Timed(position, new Said(item, notice)));
    }

    int number() {
        return number;
    }

    long heard() {
        return heard;
    }

    /** A session never falls further behind than the silence that is not settled. */
    void hear(long samples) {
        if (activity.isEmpty() || activity.getFirst().at() > heard - MAX_LAG) {
            heard += samples;
        }
    }

    /** What it says next; null where there is nothing to say of what it has heard. */
    @Nullable
    Said next() {
        boolean transcriptNext = !transcripts.isEmpty() && random.nextInt(4) == 0;
        if (transcriptNext) {
            return transcripts.remove(random.nextInt(transcripts.size()));
        }
        if (activity.isEmpty() || activity.getFirst().at() > heard) {
            return null;
        }
        Said said = activity.removeFirst().said();
        if (said.notice() instanceof SpeechStopped) {
            transcripts.add(new Said(
                    said.item(),
                    new TranscriptCompleted(
                            number, said.item().id(), 0, said.item().text())));
        }
        return said;
    }
}
