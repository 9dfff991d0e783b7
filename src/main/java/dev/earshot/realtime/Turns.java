package dev.earshot.realtime;

import dev.earshot.realtime.TurnUpdate.MissingCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A track's utterances across all of its sessions.
 *
 * <p>A session speaks of items; when it dies, the next one hears the same speech again under new items. An utterance keeps
 * its id through that: the first new item that starts where it started is that utterance, revised. Finals leave in spoken
 * order, each once, and only then does the settled position pass them, so that nothing which is not final can be lost
 * with a session, and nothing final is heard twice.
 *
 * <p>Not thread-safe: one owner.
 */
public final class Turns {
    /** Of a word's beginning, which is softer than the rest of it. */
    private static final Duration BEFORE_SOUND = Duration.ofMillis(300);

    private final String track;
    private final int sampleRate;
    private final Settings settings;
    private final Loudness loudness;
    /** By start of speech. */
    private final List<Turn> open = new ArrayList<>();

    private final Map<ItemKey, Turn> byItem = new HashMap<>();
    private int utterances;
    private long settled;

    /**
     * How long to wait for what.
     *
     * @param transcriptionTimeout how long after the end of its speech a turn waits for its transcript
     * @param silenceMargin audio before the newest appended sample that silence does not settle: voice activity may yet
     *     be reported for it
     * @param unheardMargin the same for what was not silent, yet no turn: a session that stalls has been given the audio
     *     and has not heard it
     * @param sameStart how far apart the starts of a turn and of its repetition may be
     */
    public record Settings(
            Duration transcriptionTimeout, Duration silenceMargin, Duration unheardMargin, Duration sameStart) {}

    /** Item ids are a session's own. */
    record ItemKey(int session, String item) {}

    /** What a track sounded like, as far as it is remembered. */
    @FunctionalInterface
    public interface Loudness {
        /** Where the first sound in {@code [from, to)} is, in samples; empty if all of it is quiet, or forgotten. */
        OptionalLong firstLoud(long from, long to);
    }

    public Turns(String track, int sampleRate, Settings settings, Loudness loudness) {
        this.track = track;
        this.sampleRate = sampleRate;
        this.settings = settings;
        this.loudness = loudness;
    }

    /**
     * Audio flows to a session, from {@code position} on. Until then it is not listened to. What begins there or later is
     * this session's to report, whatever an earlier one that still lives has to say of it.
     */
    public List<TurnUpdate> onHearing(int session, long position) {
        return List.of();
    }

    /**
     * What a session says of a turn. A session that has ended is not listened to.
     *
     * @param heard position of the newest sample that the newest session was given
     */
    public List<TurnUpdate> onNotice(SessionNotice.OfTurn notice, long nowMs, long heard) {
        ItemKey item = new ItemKey(notice.session(), notice.itemId());
        if (notice instanceof SessionNotice.SpeechStarted started) {
            return onSpeechStarted(item, started.position(), started.speech());
        }
        Turn turn = byItem.get(item);
        if (turn == null) {
            return List.of();
        }
        if (notice instanceof SessionNotice.SpeechStopped stopped) {
            turn.onStopped(stopped.position(), stopped.speech(), nowMs);
        } else if (notice instanceof SessionNotice.TranscriptDelta delta) {
            return turn.done() || delta.delta().isEmpty() ? List.of() : List.of(turn.onDelta(delta.delta()));
        } else if (notice instanceof SessionNotice.TranscriptCompleted completed) {
            turn.onTranscript(completed.transcript());
            return conclude(heard);
        } else if (notice instanceof SessionNotice.TranscriptFailed) {
            turn.onMissing(MissingCause.TRANSCRIPTION_FAILED);
            return conclude(heard);
        }
        return List.of();
    }

    private List<TurnUpdate> onSpeechStarted(ItemKey item, long position, long speech) {
        if (byItem.containsKey(item)) {
            return List.of();
        }
        long start = Math.max(position, endOfSpeech());
        List<TurnUpdate> updates = withdrawOrphansBefore(start - samples(settings.sameStart()));
        Turn turn = orphanAt(start);
        if (turn == null) {
            turn = new Turn(track + "-u" + ++utterances, item, start, speech);
            open.add(turn);
        } else {
            turn.adopt(item, start, speech);
        }
        byItem.put(item, turn);
        open.sort(Comparator.comparingLong(Turn::start));
        return updates;
    }

    /** Whether a session still owes the transcript of a turn that has ended. */
    public boolean owes(int session) {
        return byItem.entrySet().stream()
                .anyMatch(entry -> entry.getKey().session() == session
                        && entry.getValue().stopped()
                        && !entry.getValue().done());
    }

    /** The session is gone. What it had not brought to an end will be heard again. */
    public List<TurnUpdate> onSessionEnded(int session) {
        byItem.forEach((item, turn) -> {
            if (item.session() == session) {
                turn.orphan();
            }
        });
        byItem.keySet().removeIf(item -> item.session() == session);
        return List.of();
    }

    /**
     * Time passes: a transcript that is overdue is given up and named, and silence settles.
     *
     * @param heard position of the newest sample that the living session was given; where there is none, settled()
     */
    public List<TurnUpdate> onTick(long nowMs, long heard) {
        stopOvertaken(nowMs);
        for (Turn turn : open) {
            if (turn.overdue(nowMs, settings.transcriptionTimeout().toMillis())) {
                turn.onMissing(MissingCause.TRANSCRIPTION_TIMEOUT);
            }
        }
        long silent = heard - samples(settings.silenceMargin());
        List<TurnUpdate> updates = withdrawOrphansBefore(silent);
        updates.addAll(conclude(heard));
        settle(quietUntil(silent, heard));
        return updates;
    }

    /** The call is over: what still has no transcript will not get one. */
    public List<TurnUpdate> onCallEnded(long heard) {
        for (Turn turn : open) {
            if (!turn.done()) {
                turn.onMissing(MissingCause.CALL_ENDED);
            }
        }
        return conclude(heard);
    }

    /** All speech before this position is final, or there was none. */
    public long settled() {
        return settled;
    }

    /** Whether every turn that was heard has come to its end. */
    public boolean idle() {
        return open.isEmpty();
    }

    /** Whether something before {@code position} was neither silent nor in a turn: the service may yet have to hear it. */
    public boolean unheardBefore(long position) {
        return loudness.firstLoud(settled, position).isPresent();
    }

    /** As far as there was silence; a sound that no turn has claimed holds it up for a while longer. */
    private long quietUntil(long silent, long heard) {
        OptionalLong sound = loudness.firstLoud(settled, silent);
        long held = sound.isPresent() ? sound.getAsLong() - samples(BEFORE_SOUND) : silent;
        return Math.max(held, heard - samples(settings.unheardMargin()));
    }

    /** A turn's start is reported with the silence before it, which may reach back into the turn before. */
    private long endOfSpeech() {
        return open.stream().mapToLong(Turn::end).reduce(settled, Math::max);
    }

    private @Nullable Turn orphanAt(long position) {
        for (Turn turn : open) {
            if (turn.orphaned() && Math.abs(turn.start() - position) <= samples(settings.sameStart())) {
                return turn;
            }
        }
        return null;
    }

    /** The new session has heard past a turn without finding it: other silence, other turns. It shows no longer. */
    private List<TurnUpdate> withdrawOrphansBefore(long position) {
        Predicate<Turn> skipped = turn -> turn.orphaned() && turn.start() < position;
        List<TurnUpdate> updates = new ArrayList<>();
        open.stream().filter(skipped).forEach(turn -> updates.add(turn.partial("")));
        open.removeIf(skipped);
        return updates;
    }

    /** Once the next turn has started, one whose end was never reported is over: it must not hold up all that follow. */
    private void stopOvertaken(long nowMs) {
        for (int i = 0; i + 1 < open.size(); i++) {
            Turn next = open.get(i + 1);
            if (!open.get(i).orphaned() && !open.get(i).stopped() && !next.orphaned()) {
                open.get(i).onStopped(next.start(), next.start(), nowMs);
            }
        }
    }

    /** In spoken order: a turn that is done waits for those before it. */
    private List<TurnUpdate> conclude(long heard) {
        List<TurnUpdate> updates = new ArrayList<>();
        while (!open.isEmpty() && open.get(0).done()) {
            Turn first = open.remove(0);
            byItem.values().remove(first);
            updates.add(first.conclude(heard));
            long end = first.stopped() ? Math.min(first.end(), heard) : first.start();
            // heard again, two turns may have become one
            updates.addAll(withdrawOrphansBefore(end));
            settle(end);
        }
        return updates;
    }

    /** As far as {@code position}, or until the first turn that is still open. */
    private void settle(long position) {
        long bound = open.isEmpty() ? position : Math.min(position, open.get(0).start());
        settled = Math.max(settled, bound);
    }

    private long samples(Duration duration) {
        return duration.toMillis() * sampleRate / 1000;
    }
}
