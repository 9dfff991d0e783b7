package dev.earshot.call;

import dev.earshot.coaching.Coaching;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.TranscriptActor;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What those say of a call who are not heard on it: whoever set it up, and people at consoles. Their words share the call's log
 * with what is heard, and must not fill it. Confined to the call's actor.
 */
final class Remarks {
    static final int MAX_FLAGS = 500;
    static final int MAX_SPEAKER_CHANGES = 500;

    private final ActorRef<TranscriptActor.Command> log;
    private final CallHearing hearing;
    private final CallCoach coach;
    private final Coaching coaching;
    private final CallRedaction redaction;
    private CallSetup setup;
    private int flags;
    private int speakerChanges;

    Remarks(
            CallContext call,
            ActorRef<TranscriptActor.Command> log,
            CallHearing hearing,
            CallCoach coach,
            CallRedaction redaction) {
        this.log = log;
        this.hearing = hearing;
        this.coach = coach;
        this.coaching = call.settings().coaching();
        this.redaction = redaction;
        this.setup = call.setup();
    }

    /** Who a participant is, as far as that was said. */
    String speaker(@Nullable String participant) {
        return setup.speaker(participant);
    }

    /** It holds for tracks that are there and those that have yet to join. */
    void onSetup(CallSetup more) {
        setup = setup.and(more);
        if (takesSpeaker()) {
            hearing.onSpeakers(more.speakers());
        }
        more.briefing(coaching).ifPresent(briefing -> {
            coach.use(briefing);
            coach.check(briefing).ifPresent(this::append);
        });
    }

    RemarkAnswer onSpeaker(String track, String speaker) {
        if (!takesSpeaker()) {
            return RemarkAnswer.TOO_MANY_SPEAKERS;
        }
        Optional<AudioTrack> named = hearing.onSpeaker(track, speaker);
        named.map(AudioTrack::participant)
                .ifPresent(known -> setup = setup.and(new CallSetup(Map.of(known, speaker), null)));
        return named.isPresent() ? RemarkAnswer.TAKEN : RemarkAnswer.UNKNOWN_TRACK;
    }

    RemarkAnswer onFlag(String note) {
        if (flags >= MAX_FLAGS) {
            return RemarkAnswer.TOO_MANY_FLAGS;
        }
        flags++;
        append(new CallEvent.Flagged(redaction.text(note)));
        return RemarkAnswer.TAKEN;
    }

    /** Whether one more word on who speaks is taken. */
    private boolean takesSpeaker() {
        if (speakerChanges >= MAX_SPEAKER_CHANGES) {
            return false;
        }
        speakerChanges++;
        return true;
    }

    private void append(CallEvent.Durable event) {
        log.tell(new TranscriptActor.Append(event));
    }
}
