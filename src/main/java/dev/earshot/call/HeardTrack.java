package dev.earshot.call;

import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.TurnUpdate;
import dev.earshot.realtime.Turns;
import dev.earshot.transcript.CallEvent;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A track that is listened to: its audio, whose it is, its turns, and the sessions that hear it. */
final class HeardTrack {
    private static final long LAST_SOUND_WAIT_MS = 3_000;
    private static final long LEAD_MS = 1_000;
    private static final long LASTING_MS = 1_000;
    private static final int NOBODY = 0;

    private final AudioTrack audio;
    private final SessionLine sessions;
    private final Turns turns;
    private String speaker;
    private int hearing = NOBODY;
    private long straysTold;
    private long wordAtMs;
    private boolean appended;
    private long appendedAtMs;
    private long textUpTo;

    HeardTrack(AudioTrack audio, String speaker, SessionLine sessions, Turns.Settings settings) {
        this.audio = audio;
        this.speaker = speaker;
        this.sessions = sessions;
        this.turns = new Turns(audio.trackId(), audio.sampleRate(), settings, this::firstLoud);
    }

    String trackId() {
        return audio.trackId();
    }

    AudioTrack audio() {
        return audio;
    }

    String speaker() {
        return speaker;
    }

    /** It is known, or known better, who is heard here; returns who it was taken for. */
    String onSpeaker(String known) {
        String was = speaker;
        speaker = known;
        return was;
    }

    SessionLine sessions() {
        return sessions;
    }

    Turns turns() {
        return turns;
    }

    /** From now on the tape's cursor is that of this session. */
    void onHearing(int session) {
        hearing = session;
    }

    List<TurnUpdate> onSessionEnded(int session) {
        if (hearing == session) {
            hearing = NOBODY;
            appended = false;
        }
        return turns.onSessionEnded(session);
    }

    /** A session has said something of this track, or was asked to. */
    void onWord(long nowMs) {
        wordAtMs = nowMs;
    }

    /** Whether a session has said nothing for so long, though somebody speaks, or a transcript is owed. */
    boolean wordDue(long nowMs, long timeoutMs) {
        return hearing != NOBODY
                && timeoutMs > 0
                && nowMs - wordAtMs >= timeoutMs
                && (!turns.idle() || turns.unheardBefore(heard() - audio.sampleRate() * timeoutMs / 1_000));
    }

    /** How many transcripts belonged to no open turn since this was last asked. */
    long newStrays() {
        long all = turns.strays().all();
        long more = all - straysTold;
        straysTold = all;
        return more;
    }

    /** All of the track has been appended: nothing more will come of it but the transcripts of what was said. */
    void onAppended(long nowMs) {
        appended = true;
        appendedAtMs = nowMs;
    }

    /** Text has come: it is taken to be of all that the session has been given. */
    void onText() {
        textUpTo = Math.max(textUpTo, heard());
    }

    /**
     * How long the oldest sound has waited that came after the newest text, in ms; 0 where none waits. Until a session has
     * named a turn, a single short sound is not taken for speech.
     */
    private long textBehindMs(long nowMs) {
        long from = Math.max(textUpTo, turns.settled());
        OptionalLong sound = firstLoud(from, Long.MAX_VALUE);
        if (sound.isEmpty()) {
            return 0;
        }
        long later = sound.getAsLong() + audio.sampleRate() * LASTING_MS / 1_000;
        boolean speech = !turns.idle() || firstLoud(later, Long.MAX_VALUE).isPresent();
        return speech ? Math.max(0, nowMs - audio.callMs(sound.getAsLong())) : 0;
    }

    /** The position up to which the living session has been given the track. */
    long heard() {
        return hearing != NOBODY ? audio.look(Tape::cursor) : turns.settled();
    }

    /** Nothing more is to be expected of this track; a sound that no turn has claimed is waited for, but not for long. */
    boolean finished(long nowMs) {
        boolean waited = nowMs - appendedAtMs >= LAST_SOUND_WAIT_MS;
        return sessions.closed() || (appended && turns.idle() && (waited || !turns.unheardBefore(heard())));
    }

    /** Nobody speaks on this track, and nothing is awaited of what was said. */
    boolean pausing() {
        long cursor = audio.look(Tape::cursor);
        return hearing != NOBODY
                && !appended
                && turns.idle()
                && firstLoud(cursor - lead(), cursor).isEmpty();
    }

    /** From where on the next session has to hear, in samples: what lies before was quiet, or was heard to its end. */
    long unheardFrom() {
        long from = turns.resumption();
        long quiet = audio.look(Tape::cursor) - lead();
        if (turns.speaking()) {
            return from;
        }
        OptionalLong sound = firstLoud(from, quiet);
        return Math.max(from, sound.isPresent() ? sound.getAsLong() - lead() : quiet);
    }

    private OptionalLong firstLoud(long from, long to) {
        return audio.look(tape -> tape.firstLoud(from, to));
    }

    /** What a session is given to hear before speech that it is to recognise. */
    private long lead() {
        return audio.sampleRate() * LEAD_MS / 1_000;
    }

    /** What is settled need not be heard again. */
    void settle() {
        audio.settle(turns.settled());
    }

    CallEvent.UtterancePartial partial(TurnUpdate.Partial partial) {
        return new CallEvent.UtterancePartial(
                trackId(), partial.utterance(), audio.callMs(partial.start()), partial.text(), partial.revision());
    }

    CallEvent.UtteranceFinal last(TurnUpdate.Final last) {
        var cause = last.cause();
        return new CallEvent.UtteranceFinal(
                trackId(),
                last.utterance(),
                audio.callMs(last.start()),
                audio.callMs(last.end()),
                last.text(),
                cause == null,
                cause == null ? null : cause.wireName(),
                Map.of());
    }

    CallEvent.TrackHealth health(long nowMs) {
        return new CallEvent.TrackHealth(
                trackId(),
                speaker,
                sessions.state().shown(),
                audio.look(Tape::held) * 1000 / audio.sampleRate(),
                audio.look(Tape::levelDb),
                textBehindMs(nowMs));
    }
}
