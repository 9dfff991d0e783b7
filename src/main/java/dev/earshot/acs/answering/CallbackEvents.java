package dev.earshot.acs.answering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.acs.BoundedJson;
import dev.earshot.acs.answering.CallbackEvent.Participant;
import dev.earshot.acs.answering.CallbackEvent.Result;
import dev.earshot.acs.answering.CallbackEvent.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The callbacks' JSON: CloudEvents, many in an array or one alone. */
final class CallbackEvents {

    private static final String PREFIX = "Microsoft.Communication.";

    /** As many as a call can have, by the platform's own limit. */
    private static final int MAX_PARTICIPANTS = 350;

    private static final int MAX_RAW_ID_CHARS = 256;

    private CallbackEvents() {}

    /** All of them, in their order; empty for a body that holds no events. */
    static Optional<List<CallbackEvent>> read(String body) {
        return BoundedJson.readAll(body)
                .map(all -> all.stream().map(CallbackEvents::event).toList());
    }

    private static CallbackEvent event(JsonNode event) {
        JsonNode data = event.path("data");
        return new CallbackEvent(
                BoundedJson.text(event, "id"),
                BoundedJson.text(data, "callConnectionId"),
                GridEvents.instant(BoundedJson.text(event, "time")),
                what(BoundedJson.text(event, "type"), data));
    }

    private static What what(String type, JsonNode data) {
        if (type.isEmpty() || !data.isObject()) {
            return new CallbackEvent.Unusable();
        }
        Result result = result(data.path("resultInformation"));
        String details = BoundedJson.text(data.path("mediaStreamingUpdate"), "mediaStreamingStatusDetails");
        return switch (type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "") {
            case "CallConnected" -> new CallbackEvent.Connected();
            case "CallDisconnected" -> new CallbackEvent.Disconnected(result);
            case "AnswerFailed" -> new CallbackEvent.AnswerFailed(result);
            case "ParticipantsUpdated" -> participants(data);
            case "MediaStreamingStarted" -> new CallbackEvent.StreamingStarted();
            case "MediaStreamingStopped" -> new CallbackEvent.StreamingStopped(details);
            case "MediaStreamingFailed" -> new CallbackEvent.StreamingFailed(details, result);
            default -> new CallbackEvent.Other();
        };
    }

    private static What participants(JsonNode data) {
        JsonNode sequence = data.path("sequenceNumber");
        JsonNode all = data.path("participants");
        if (!all.isArray()) {
            return new CallbackEvent.Unusable();
        }
        List<Participant> participants = new ArrayList<>();
        for (JsonNode each : all) {
            String rawId = BoundedJson.text(each.path("identifier"), "rawId");
            if (!rawId.isEmpty() && rawId.length() <= MAX_RAW_ID_CHARS && participants.size() < MAX_PARTICIPANTS) {
                participants.add(new Participant(
                        rawId,
                        each.path("isMuted").asBoolean(),
                        each.path("isOnHold").asBoolean()));
            }
        }
        return new CallbackEvent.ParticipantsUpdated(sequence.asLong(), List.copyOf(participants));
    }

    private static Result result(JsonNode information) {
        return information.isObject()
                ? new Result(
                        information.path("code").asInt(),
                        information.path("subCode").asInt())
                : Result.NOT_SAID;
    }
}
