package dev.earshot.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallSetup;
import dev.earshot.call.EndCause;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallEventJson;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.StoreWriterActor;
import dev.earshot.transcript.SubscriberPort;
import dev.earshot.transcript.TranscriptActor;
import dev.earshot.transcript.Unstored;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.internal.AdaptWithRegisteredMessageAdapter;

/** What a call was told from outside, told again; nobody waits for an answer. */
final class ReplayCommands {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final String callId;
    private final ActorSystem<?> system;
    private final Timeline timeline;
    private final Map<Integer, SubscriberPort> readers = new HashMap<>();

    ReplayCommands(String callId, ActorSystem<?> system, Timeline timeline) {
        this.callId = callId;
        this.system = system;
        this.timeline = timeline;
    }

    /** As the actor that it is for takes it. */
    Object read(String text) {
        try {
            return command(JSON.readTree(text));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BrokenRecording("the recording has a command that cannot be read");
        }
    }

    private Object command(JsonNode json) {
        return switch (json.path("told").asText()) {
            case "attachMedia" -> new CallActor.AttachMedia(nobody());
            case "getLedger" -> new CallActor.GetLedger(nobody());
            case "subscribe" ->
                toLog(new TranscriptActor.Subscribe(json.path("afterSeq").asLong(), reader(json), nobody()));
            case "unsubscribe" -> toLog(new TranscriptActor.Unsubscribe(reader(json)));
            case "getEvents" ->
                toLog(new TranscriptActor.GetEvents(
                        json.path("afterSeq").asLong(), json.path("limit").asInt(), nobody()));
            case "getSummary" -> toLog(new TranscriptActor.GetSummary(nobody()));
            case "outcome" ->
                new CallActor.ReportOutcome(
                        json.path("hint").asText(),
                        CallEvent.Outcome.valueOf(json.path("outcome").asText()),
                        nobody());
            case "flag" -> new CallActor.Flag(json.path("note").asText(), nobody());
            case "nameSpeaker" ->
                new CallActor.NameSpeaker(
                        json.path("track").asText(), json.path("speaker").asText(), nobody());
            case "addSetup" -> new CallActor.AddSetup(setup(json));
            case "end" -> new CallActor.End(EndCause.valueOf(json.path("cause").asText()));
            case "hungUp" -> new CallActor.HungUp();
            case "expectMedia" ->
                new CallActor.ExpectMedia(Duration.ofMillis(json.path("ms").asLong()));
            case "mediaGivenUp" -> new CallActor.MediaGivenUp();
            case "report" ->
                new CallActor.Report(CallEventJson.read(json.path("event").asText())
                        .orElseThrow(IllegalArgumentException::new)
                        .event());
            default -> ofStore(json);
        };
    }

    private Object ofStore(JsonNode json) {

        long seq = json.path("seq").asLong();
        return switch (json.path("told").asText()) {
            case "nextBatch" ->
                new TranscriptActor.NextBatch(
                        json.path("afterSeq").asLong(),
                        json.path("safeSeq").asLong(),
                        json.path("maxEvents").asInt(),
                        json.path("maxChars").asLong(),
                        nobody());
            case "stored" -> new TranscriptActor.Stored(seq, json.has("waits") ? unstored(json) : null);
            case "storeAway" -> report(new StoreWriterActor.StoreAway(callId, cause(json)));
            case "storeBack" -> report(new StoreWriterActor.StoreBack(callId));
            case "allStored" -> report(new StoreWriterActor.AllStored(callId, seq));
            case "allSpilled" -> report(new StoreWriterActor.AllSpilled(callId, seq));
            case "gaveUp" -> report(new StoreWriterActor.GaveUp(callId, cause(json), seq));
            default -> throw new IllegalArgumentException();
        };
    }

    private static Unstored unstored(JsonNode json) {
        return new Unstored(Unstored.Where.valueOf(json.path("waits").asText()), cause(json));
    }

    private static StoreFailure cause(JsonNode json) {
        return StoreFailure.valueOf(json.path("cause").asText());
    }

    /** As the call's own adapter hands it on. */
    private static Object report(StoreWriterActor.Report report) {
        return new AdaptWithRegisteredMessageAdapter<>(report);
    }

    private static CallActor.Command toLog(TranscriptActor.Command command) {
        return new CallActor.ToLog(command);
    }

    private <T> ActorRef<T> nobody() {
        return system.ignoreRef();
    }

    private static CallSetup setup(JsonNode json) {
        Map<String, String> speakers = new HashMap<>();
        json.path("speakers")
                .properties()
                .forEach(each -> speakers.put(each.getKey(), each.getValue().asText()));
        return new CallSetup(
                speakers, json.has("playbook") ? json.path("playbook").asText() : null);
    }

    private SubscriberPort reader(JsonNode json) {
        int number = json.path("reader").asInt();
        return readers.computeIfAbsent(number, unknown -> new Reader(timeline.offers(number)));
    }

    /** A console that is not there: what its queue said is in the recording. */
    private record Reader(Deque<SubscriberPort.Offer> offers) implements SubscriberPort {
        @Override
        public Offer offer(String json, long seq) {
            Offer offer = offers.poll();
            return offer == null ? Offer.TAKEN : offer;
        }

        @Override
        public void resumeFrom(long afterSeq) {}
    }
}
