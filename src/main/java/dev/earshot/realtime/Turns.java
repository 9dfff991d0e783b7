package dev.earshot.realtime;

import dev.earshot.realtime.TurnUpdate.MissingCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A track's utterances across all of its sessions.
 *
 * <p>A session speaks of items; when it dies, the next one hears the same speech again under new items. An utterance keeps
 * its id through that: the new item that starts where it started is that utterance, revised. Finals leave in spoken order,
 * each once, and only then does the settled position pass them, so that nothing which is not final can be lost with a
 * session, and nothing final is heard twice.
 *
 * <p>The events of an item may come in any order. It is a turn once voice activity was reported for it or its audio was
 * committed; it is final once it has both an end and a transcript, or the reason why there is none.
 *
 * <p>More than one session may have turns at a time: an earlier one those before the position from which the next one
 * hears. Not thread-safe: one owner.
 */
public final class Turns {
    /** Of a word's beginning, which is softer than the rest of it. */
    private static final Duration BEFORE_SOUND = Duration.ofMillis(300);

    private final int sampleRate;
    private final Settings settings;
    private final Loudness loudness;
    private final OpenTurns open = new OpenTurns();
    private final Hearers hearers = new Hearers();
    private final PastItems past = new PastItems();
    private final ToldWords told = new ToldWords();
    private final TurnItems items;
    private long settled;
    /** The session by whose word an utterance was final last. */
    private int lastUnderstoodBy;
    /** Where the last utterance that was told ended. */
    private long toldUntil;

    /** Position of the newest sample that any session was given. */
    private long furthest;

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

    /**
     * Transcripts that were of no use.
     *
     * @param late of turns that had been given up, or left to another session
     * @param repeated of turns that had theirs
     * @param unknown of items that are no turns
     */
    public record Strays(long late, long repeated, long unknown) {
        /** However they strayed. */
        public long all() {
            return late + repeated + unknown;
        }
    }

    /** What a track sounded like, as far as it is remembered. */
    @FunctionalInterface
    public interface Loudness {
        /** Where the first sound in {@code [from, to)} is, in samples; empty if all of it is quiet, or forgotten. */
        OptionalLong firstLoud(long from, long to);
    }

    public Turns(String track, int sampleRate, Settings settings, Loudness loudness) {
        this.sampleRate = sampleRate;
        this.settings = settings;
        this.loudness = loudness;
        this.items = new TurnItems(track, samples(settings.sameStart()), loudness, open, hearers, past, told);
    }

    /**
     * Audio flows to a session, from {@code position} on. What begins there or later is this session's to report, whatever
     * an earlier one that still lives has to say of it; what begins before stays with those that have it.
     */
    public List<TurnUpdate> onHearing(int session, long position) {
        hearers.onHearing(session, position, settled);
        heardUpTo(position);
        open.orphan((item, turn) -> item.session() < session && turn.start() >= position)
                .forEach(past::onPassedOn);
        giveUpUnreachable();
        return conclude();
    }

    /**
     * What a session says of a turn. A session that has ended is not listened to.
     *
     * @param heard position of the newest sample that the newest session was given
     */
    public List<TurnUpdate> onNotice(SessionNotice.OfTurn notice, long nowMs, long heard) {
        if (!hearers.living(notice.session(), settled)) {
            return List.of();
        }
        heardUpTo(heard);
        List<TurnUpdate> updates = items.onNotice(notice, nowMs, heard, settled);
        updates.addAll(conclude());
        return updates;
    }

    /** Whether a session owes the transcript of a turn whose speech is over. */
    public boolean owes(int session) {
        return open.inOrder().stream()
                .filter(turn -> turn.stopped() && !turn.done())
                .map(Turn::item)
                .anyMatch(item -> item != null && item.session() == session);
    }

    /** Whether some utterance was understood, and final, by the word of this session. */
    public boolean understood(int session) {
        return session == lastUnderstoodBy;
    }

    /** Whether there is a turn that is not over, as far as is known. */
    public boolean speaking() {
        return open.inOrder().stream().anyMatch(turn -> !turn.stopped());
    }

    /** The first position that a successor must hear if it takes over now: what was heard to its end may stay where it is. */
    public long resumption() {
        long from = Math.max(settled, open.endUpTo(Long.MAX_VALUE, null));
        return open.inOrder().stream()
                .filter(turn -> !turn.stopped())
                .mapToLong(Turn::start)
                .reduce(from, Math::min);
    }

    /** A session is gone. What it had not brought to an end will be heard again, unless its successor hears from later on. */
    public List<TurnUpdate> onSessionEnded(int session) {
        hearers.onEnded(session);
        long reach = hearers.newestFrom().orElse(0);
        open.orphan((item, turn) -> item.session() == session && !(turn.ended() && turn.end() <= reach));
        giveUpUnreachable();
        return conclude();
    }

    /** What a session left behind from before its successor's first sample is heard by nobody. */
    private void giveUpUnreachable() {
        OptionalLong from = hearers.newestFrom();
        from.ifPresent(position -> open.inOrder().stream()
                .filter(Turn::orphaned)
                .filter(turn -> turn.startedBefore(position, samples(settings.sameStart())))
                .forEach(turn -> open.giveUp(turn, MissingCause.SESSION_ENDED, position, 0)));
    }

    /**
     * Time passes: a transcript that is overdue is given up and named, and silence settles.
     *
     * @param heard position of the newest sample that the newest session was given; where none lives, settled()
     */
    public List<TurnUpdate> onTick(long nowMs, long heard) {
        heardUpTo(heard);
        open.inOrder().stream()
                .filter(turn ->
                        turn.overdue(nowMs, settings.transcriptionTimeout().toMillis()))
                .forEach(turn -> open.giveUp(turn, MissingCause.TRANSCRIPTION_TIMEOUT, turn.heardAtWord(), nowMs));
        List<TurnUpdate> updates = new ArrayList<>();
        open.removeOrphans(orphan -> missed(orphan, heard)).forEach(orphan -> updates.add(orphan.withdrawn()));
        updates.addAll(conclude());
        settle(quietUntil(heard));
        return updates;
    }

    /** The call is over: what still has no transcript will not get one. */
    public List<TurnUpdate> onCallEnded(long heard) {
        heardUpTo(heard);
        open.inOrder().forEach(turn -> open.giveUp(turn, MissingCause.CALL_ENDED, heard, 0));
        return conclude();
    }

    /** All speech before this position is final, or there was none. */
    public long settled() {
        return settled;
    }

    /** Whether every turn that was heard has come to its end. */
    public boolean idle() {
        return open.first() == null;
    }

    /** Whether something before {@code position} was neither silent nor in a turn: the service may yet have to hear it. */
    public boolean unheardBefore(long position) {
        return loudness.firstLoud(settled, position).isPresent();
    }

    public Strays strays() {
        return past.strays();
    }

    /** As far as there was silence; a sound that no turn has claimed holds it up for a while longer. */
    private long quietUntil(long heard) {
        long silent = heard - samples(settings.silenceMargin());
        OptionalLong sound = loudness.firstLoud(settled, silent);
        long held = sound.isPresent() ? sound.getAsLong() - samples(BEFORE_SOUND) : silent;
        return Math.max(held, heard - samples(settings.unheardMargin()));
    }

    /** Whether the session has heard past an orphan without finding it. One that was loud is waited for, unless spoken over. */
    private boolean missed(Turn orphan, long heard) {
        long silent = heard - samples(settings.silenceMargin());
        boolean awaited = !open.spokenOver(orphan)
                && loudness.firstLoud(orphan.start(), silent).isPresent();
        return orphan.start() < (awaited ? heard - samples(settings.unheardMargin()) : silent);
    }

    /** In spoken order: a turn that has ended waits for those before it. */
    private List<TurnUpdate> conclude() {
        List<TurnUpdate> updates = new ArrayList<>();
        for (Turn first = open.first(); first != null && first.ended(); first = open.first()) {
            open.remove(first);
            ItemKey item = first.item();
            if (item != null) {
                past.onFinal(item, first.cause() != null);
            }
            updates.add(conclude(first));
            toldUntil = Math.max(toldUntil, first.spokenTo());
            settle(Math.min(first.end(), furthest));
        }
        return updates;
    }

    private TurnUpdate conclude(Turn turn) {
        TurnUpdate update = noise(turn) ? turn.withdrawn() : turn.conclude(toldUntil, furthest);
        if (update instanceof TurnUpdate.Final last) {
            told.add(last.text());
            ItemKey item = turn.item();
            lastUnderstoodBy = last.cause() == null && item != null ? item.session() : lastUnderstoodBy;
        }
        return update;
    }

    /** No voice was reported and none can be heard: there was nothing to be understood. */
    private boolean noise(Turn turn) {
        return turn.cause() != null
                && !turn.voiced()
                && loudness.firstLoud(turn.start(), turn.end()).isEmpty();
    }

    /** As far as {@code position}, or until the first turn that is still open. */
    private void settle(long position) {
        Turn first = open.first();
        settled = Math.max(settled, first == null ? position : Math.min(position, first.start()));
    }

    private void heardUpTo(long position) {
        furthest = Math.max(furthest, position);
    }

    private long samples(Duration duration) {
        return duration.toMillis() * sampleRate / 1000;
    }
}
