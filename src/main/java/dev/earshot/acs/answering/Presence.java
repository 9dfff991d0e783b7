package dev.earshot.acs.answering;

import dev.earshot.acs.answering.CallbackEvent.Participant;
import dev.earshot.acs.answering.CallbackEvent.ParticipantsUpdated;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallSetup;
import dev.earshot.transcript.CallEvent.ParticipantsChanged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** Who is in a call, by its callbacks; and who they are, by the rules. */
final class Presence {

    private static final String UNKNOWN = "unknown";

    /** What one event of the log names at most: a call that coaching is for has a handful. */
    private static final int MAX_SHOWN = 32;

    private static final int MAX_KNOWN = 1_000;

    private final SpeakerRules rules;
    private final ActorRef<CallActor.Command> call;
    private final Map<String, String> speakers;
    private List<ParticipantsChanged.Participant> present = List.of();
    private long newest;

    Presence(IncomingCall ringing, SpeakerRules rules, ActorRef<CallActor.Command> call) {
        this.rules = rules;
        this.call = call;
        this.speakers = new HashMap<>(rules.of(ringing.caller(), ringing.called()));
    }

    /** Whoever is not in it has left; one that is older than what is known says nothing. */
    CallbackFate onUpdate(ParticipantsUpdated update) {
        if (update.sequence() != ParticipantsUpdated.NO_SEQUENCE && update.sequence() <= newest) {
            return CallbackFate.LATE;
        }
        newest = Math.max(newest, update.sequence());
        tellSpeakers(update.participants());
        List<ParticipantsChanged.Participant> now =
                update.participants().stream().limit(MAX_SHOWN).map(this::shown).toList();
        if (!now.equals(present)) {
            present = now;
            call.tell(new CallActor.Report(new ParticipantsChanged(now)));
        }
        return CallbackFate.TAKEN;
    }

    private void tellSpeakers(List<Participant> participants) {
        Map<String, String> found = new HashMap<>();
        for (Participant each : participants) {
            if (!speakers.containsKey(each.rawId()) && speakers.size() + found.size() < MAX_KNOWN) {
                rules.of(each.rawId()).ifPresent(speaker -> found.put(each.rawId(), speaker));
            }
        }
        if (!found.isEmpty()) {
            speakers.putAll(found);
            call.tell(new CallActor.AddSetup(new CallSetup(found, null)));
        }
    }

    private ParticipantsChanged.Participant shown(Participant each) {
        return new ParticipantsChanged.Participant(
                each.rawId(), speakers.getOrDefault(each.rawId(), UNKNOWN), each.muted(), each.onHold());
    }
}
