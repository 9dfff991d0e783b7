package dev.earshot.call;

import dev.earshot.coaching.CoachActor;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.DiscardReason;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.realtime.SessionNotice;
import dev.earshot.realtime.TurnUpdate;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEvent.SessionState;
import dev.earshot.transcript.TranscriptActor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * How a call is heard: its tracks, the sessions that hear them, and what comes of it, which goes into the log and to the
 * coach. Confined to the call's actor.
 */
final class CallHearing {
    private final CallContext call;
    private final ActorRef<TranscriptActor.Command> log;
    private final CallSessions sessions;
    private final CallCoach coach;
    private final CallRedaction redaction;
    private final CallSoFar soFar;
    private final List<HeardTrack> tracks = new ArrayList<>();

    CallHearing(
            CallContext call,
            ActorRef<TranscriptActor.Command> log,
            CallSessions sessions,
            CallCoach coach,
            CallRedaction redaction,
            CallSoFar soFar) {
        this.call = call;
        this.log = log;
        this.sessions = sessions;
        this.coach = coach;
        this.redaction = redaction;
        this.soFar = soFar;
    }

    /** Opens a session that the first track will find waiting. */
    void openAhead() {
        tellStateOf(sessions.openAhead(soFar::items));
    }

    void onTrackJoined(AudioTrack audio, String speaker) {
        HeardTrack track = new HeardTrack(
                audio,
                speaker,
                sessions.lineForTrack(soFar::items),
                call.settings().turns());
        tracks.add(track);
        log.tell(new TranscriptActor.Append(new CallEvent.TrackJoined(
                audio.trackId(), audio.participant(), speaker, audio.sampleRate(), audio.offsetMs())));
        tellStateOf(track.sessions());
        track.sessions().hear(audio.feed());
    }

    /** What a track says is this speaker's, all of it; empty where there is no such track. */
    Optional<AudioTrack> onSpeaker(String trackId, String speaker) {
        Optional<HeardTrack> known =
                tracks.stream().filter(track -> track.trackId().equals(trackId)).findFirst();
        known.ifPresent(track -> relabel(track, speaker));
        return known.map(HeardTrack::audio);
    }

    /** The same for every track of participants that are named. */
    void onSpeakers(Map<String, String> byParticipant) {
        for (HeardTrack track : tracks) {
            String participant = track.audio().participant();
            String speaker = participant == null ? null : byParticipant.get(participant);
            if (speaker != null) {
                relabel(track, speaker);
            }
        }
    }

    private void relabel(HeardTrack track, String speaker) {
        String was = track.onSpeaker(speaker);
        if (!was.equals(speaker)) {
            log.tell(new TranscriptActor.Append(new CallEvent.SpeakerChanged(track.trackId(), speaker, was)));
            coach.onSpeaker(track.trackId(), speaker);
            soFar.onSpeaker(track.trackId(), speaker);
        }
    }

    /** A word of a session that has been succeeded is not heard any more. */
    void onNotice(SessionNotice notice) {
        sessions.lineOf(notice.session()).ifPresent(line -> onSessionNotice(line, notice));
    }

    void onSessionDue(SessionLine line) {
        if (sessions.onDue(line)) {
            sessionChanged(line, line.newest(), SessionState.CONNECTING, null, null);
        }
    }

    void onAsk(CoachActor.Ask ask) {
        sessionFor(ask)
                .ifPresentOrElse(line -> coach.ask(ask, line, call.clockMs().getAsLong()), () -> coach.cannotAsk(ask));
    }

    void onTick() {
        long now = call.clockMs().getAsLong();
        long patience = call.settings().session().wordTimeout().toMillis();
        tracks.stream().filter(track -> track.wordDue(now, patience)).forEach(track -> {
            track.onWord(now);
            track.sessions().wordDue();
        });
        tracks.forEach(track -> publish(track, track.turns().onTick(now, track.heard())));
        sessions.lines().forEach(this::rotate);
    }

    private void rotate(SessionLine line) {
        if (sessions.rotate(line)) {
            sessionChanged(line, line.state().serving(), SessionState.ROTATING, SessionCause.EXPIRING, null);
            sessionChanged(line, line.newest(), SessionState.CONNECTING, null, null);
        } else {
            line.takeOver(isPause(line), call.clockMs().getAsLong());
            handOver(line);
        }
    }

    /** Nothing is being said, and nothing is awaited of the session. */
    private boolean isPause(SessionLine line) {
        return !coach.awaits(line.state().serving())
                && trackOf(line).map(HeardTrack::pausing).orElse(true);
    }

    private void handOver(SessionLine line) {
        if (line.handsOver()) {
            line.handOver(trackOf(line).map(HeardTrack::unheardFrom).orElse(0L));
        }
        int old = line.leaving();
        if (line.finished(owes(line, old), coach.awaits(old), call.clockMs().getAsLong())) {
            line.finish();
            onGone(line, old);
            sessionChanged(line, old, SessionState.CLOSED, SessionCause.ROTATED, null);
        }
    }

    /** Whether a session has heard speech to its end whose words are still to come. */
    private boolean owes(SessionLine line, int session) {
        return trackOf(line).filter(track -> track.turns().owes(session)).isPresent();
    }

    /** What it has not brought to an end is heard again. */
    private void onGone(SessionLine line, int session) {
        coach.onSessionEnded(session);
        trackOf(line).ifPresent(track -> publish(track, track.onSessionEnded(session)));
    }

    /** Nothing more is to be expected of any track. */
    boolean finished() {
        long now = call.clockMs().getAsLong();
        return tracks.stream().allMatch(track -> track.finished(now));
    }

    /** What has no transcript now will not get one, and no session is needed any more. */
    void end() {
        tracks.forEach(track -> publish(track, track.turns().onCallEnded(track.heard())));
        sessions.closeAll().forEach(this::tellStateOf);
    }

    /** The call is gone, however it ended; what its tapes still hold is others' to use. */
    void forget() {
        giveUp();
        sessions.forget();
    }

    /** Ends the tapes where their own keeper cannot. */
    void giveUp() {
        audio().forEach(audio -> audio.look(tape -> {
            tape.end();
            tape.discardHeld(DiscardReason.CALL_ENDED);
            return tape;
        }));
    }

    List<AudioTrack> audio() {
        return tracks.stream().map(HeardTrack::audio).toList();
    }

    List<CallEvent.TrackHealth> health() {
        long now = call.clockMs().getAsLong();
        return tracks.stream().map(track -> track.health(now)).toList();
    }

    private void onSessionNotice(SessionLine line, SessionNotice notice) {
        if (notice instanceof SessionNotice.Configuring) {
            sessionChanged(line, notice.session(), SessionState.CONFIGURING, null, null);
        } else if (notice instanceof SessionNotice.Ready ready) {
            sessions.onReady(line, ready);
            sessionChanged(line, notice.session(), SessionState.READY, null, null);
        } else if (notice instanceof SessionNotice.Ended ended) {
            onSessionEnded(line, ended);
        } else if (notice instanceof SessionNotice.AnswerBegun begun) {
            coach.onAnswerBegun(begun.ask());
        } else if (notice instanceof SessionNotice.ToolCalled called) {
            coach.onToolCalled(called);
        } else if (notice instanceof SessionNotice.AnswerEnded ended) {
            coach.onAnswerEnded(ended);
        } else if (notice instanceof SessionNotice.Retired retired) {
            line.onRetired(retired.session());
        } else {
            trackOf(line).ifPresent(track -> onHeard(track, notice));
        }
        handOver(line);
    }

    private void onHeard(HeardTrack track, SessionNotice notice) {
        long now = call.clockMs().getAsLong();
        track.onWord(now);
        if (notice instanceof SessionNotice.Hearing hearing) {
            track.onHearing(hearing.session());
            publish(track, track.turns().onHearing(hearing.session(), hearing.position()));
        } else if (notice instanceof SessionNotice.TrackAppended) {
            track.onAppended(now);
        } else if (notice instanceof SessionNotice.OfTurn said) {
            publish(track, track.turns().onNotice(said, now, track.heard()));
            for (long stray = track.newStrays(); stray > 0; stray--) {
                call.sessionMeter().onOddEvent(SessionMeter.Oddity.STRAY_TRANSCRIPT);
            }
        }
    }

    private void publish(HeardTrack track, List<TurnUpdate> updates) {
        if (!updates.isEmpty()) {
            track.onText();
        }
        for (TurnUpdate update : updates) {
            if (update instanceof TurnUpdate.Partial partial) {
                log.tell(new TranscriptActor.Show(track.partial(redaction.of(partial))));
            } else if (update instanceof TurnUpdate.Final last) {
                CallEvent.UtteranceFinal said = redaction.of(track.last(last));
                log.tell(new TranscriptActor.Append(said));
                coach.onFinal(track.speaker(), said);
                coach.covered(said).forEach(item -> log.tell(new TranscriptActor.Append(item)));
                if (said.understood()) {
                    soFar.onSaid(track.trackId(), track.speaker(), said.text());
                }
            }
        }
        track.settle();
    }

    private void onSessionEnded(SessionLine line, SessionNotice.Ended ended) {
        boolean needed = line.state().serving() == ended.session() || line.leaving() == ended.session();
        // the newest first: as long as it lives, what an older one owes counts as heard by nobody else
        boolean worked = trackOf(line)
                .filter(track -> track.turns().understood(ended.session()))
                .isPresent();
        sessions.onEnded(line, ended, worked, owes(line, ended.session())).stream()
                .sorted(Comparator.reverseOrder())
                .forEach(gone -> onGone(line, gone));
        SessionCause cause = line.state() instanceof LineState.Closed closed ? closed.cause() : ended.cause();
        boolean followed = needed && line.state().current() != 0;
        SessionState now = followed ? SessionState.CLOSED : line.state().shown();
        sessionChanged(line, ended.session(), now, cause, ended.detail());
    }

    private Optional<SessionLine> sessionFor(CoachActor.Ask ask) {
        return tracks.stream()
                .filter(track -> track.trackId().equals(ask.track()))
                .map(HeardTrack::sessions)
                .filter(line -> line.state().ready())
                .findFirst();
    }

    private Optional<HeardTrack> trackOf(SessionLine line) {
        return tracks.stream().filter(track -> track.sessions() == line).findFirst();
    }

    private void tellStateOf(SessionLine line) {
        SessionCause cause = line.state() instanceof LineState.Closed closed ? closed.cause() : null;
        sessionChanged(line, line.newest(), line.state().shown(), cause, null);
    }

    private void sessionChanged(
            SessionLine line, int session, SessionState now, @Nullable SessionCause cause, @Nullable String detail) {
        String track = trackOf(line).map(HeardTrack::trackId).orElse(null);
        String reason = cause == null ? null : cause.wireName();
        log.tell(new TranscriptActor.Append(new CallEvent.SessionChanged(
                track, session, now, reason, detail == null || detail.isEmpty() ? null : detail)));
    }

    /** Its notices were told before it stopped: whatever line still lives on it has not heard of its end. */
    void onSessionDied(int session) {
        sessions.lineOf(session)
                .ifPresent(line -> onSessionEnded(
                        line, new SessionNotice.Ended(session, SessionCause.INTERNAL_ERROR, "died without a word")));
    }
}
