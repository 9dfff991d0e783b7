package dev.earshot.simulator.automation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON of Event Grid, of callbacks and of answers, as the platform writes it. */
final class PlatformJson {

    static final String VERSION = "2026-03-12";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TYPE = "Microsoft.Communication.";

    /** Seven digits, and an offset rather than a Z. */
    private static final DateTimeFormatter CALLBACK_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    private PlatformJson() {}

    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }

    static String array(List<ObjectNode> events) {
        ArrayNode array = MAPPER.createArrayNode();
        events.forEach(array::add);
        return array.toString();
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** What a web hook must answer with the code before it is told of anything. */
    static ObjectNode validation(String code) {
        ObjectNode event = gridEvent("Microsoft.EventGrid.SubscriptionValidationEvent", "", Instant.now());
        event.putObject("data").put("validationCode", code);
        return event;
    }

    static ObjectNode incomingCall(Ids ids, Ring ring, Instant at) {
        String subject = "/caller/" + ring.caller() + "/recipient/" + ring.called();
        ObjectNode event = gridEvent(TYPE + "IncomingCall", subject, at);
        ObjectNode data = event.putObject("data");
        data.set("to", identifier(ring.called()));
        data.set("from", identifier(ring.caller()));
        data.put("serverCallId", ids.serverCallId())
                .put("callerDisplayName", "")
                .put("incomingCallContext", ids.context())
                .put("correlationId", ids.correlationId());
        return event;
    }

    private static ObjectNode gridEvent(String type, String subject, Instant at) {
        return MAPPER.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("topic", "/subscriptions/simulated/resourceGroups/simulated/providers/Microsoft.Communication")
                .put("subject", subject)
                .put("eventType", type)
                .put("dataVersion", "1.0")
                .put("metadataVersion", "1")
                .put("eventTime", at.toString());
    }

    /** The one that a raw id says. */
    static ObjectNode identifier(String rawId) {
        ObjectNode identifier = MAPPER.createObjectNode();
        if (rawId.startsWith("4:")) {
            identifier.put("kind", "phoneNumber").put("rawId", rawId);
            identifier.putObject("phoneNumber").put("value", rawId.substring(2));
        } else if (rawId.startsWith("8:acs:")) {
            identifier.put("kind", "communicationUser").put("rawId", rawId);
            identifier.putObject("communicationUser").put("id", rawId);
        } else {
            identifier.put("kind", "unknown").put("rawId", rawId);
        }
        return identifier;
    }

    /** A callback without anything of its own. */
    static ObjectNode callback(Ids ids, String kind, String operationContext) {
        ObjectNode event = MAPPER.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("source", "calling/callConnections/" + ids.connectionId() + "/" + kind)
                .put("type", TYPE + kind);
        event.putObject("data")
                .put("version", VERSION)
                .put("operationContext", operationContext)
                .put("callConnectionId", ids.connectionId())
                .put("serverCallId", ids.serverCallId())
                .put("correlationId", ids.correlationId())
                .put("publicEventType", TYPE + kind);
        return event.put("time", CALLBACK_TIME.format(Instant.now()))
                .put("specversion", "1.0")
                .put("datacontenttype", "application/json")
                .put("subject", "calling/callConnections/" + ids.connectionId());
    }

    static ObjectNode withResult(ObjectNode callback, int code, int subCode, String message) {
        data(callback)
                .putObject("resultInformation")
                .put("code", code)
                .put("subCode", subCode)
                .put("message", message);
        return callback;
    }

    static ObjectNode withMedia(ObjectNode callback, String status, String details) {
        data(callback)
                .putObject("mediaStreamingUpdate")
                .put("contentType", "Audio")
                .put("mediaStreamingStatus", status)
                .put("mediaStreamingStatusDetails", details);
        return callback;
    }

    static ObjectNode withParticipants(ObjectNode callback, int sequence, List<String> rawIds) {
        ObjectNode data = data(callback).put("sequenceNumber", sequence);
        ArrayNode participants = data.putArray("participants");
        for (String rawId : rawIds) {
            participants
                    .addObject()
                    .put("isMuted", false)
                    .put("isOnHold", false)
                    .set("identifier", identifier(rawId));
        }
        return callback;
    }

    private static ObjectNode data(ObjectNode callback) {
        return (ObjectNode) callback.get("data");
    }

    /** What an answer gives, and what is told of a call that is asked about. */
    static ObjectNode properties(Ids ids, Ring ring, String state, String callbackUri, @Nullable String streaming) {
        ObjectNode properties = MAPPER.createObjectNode()
                .put("callConnectionId", ids.connectionId())
                .put("serverCallId", ids.serverCallId())
                .put("callConnectionState", state)
                .put("callbackUri", callbackUri)
                .put("correlationId", ids.correlationId());
        properties.putArray("targets").add(identifier(ring.called()));
        properties.set("source", identifier(ring.caller()));
        if (streaming != null) {
            properties
                    .putObject("mediaStreamingSubscription")
                    .put("id", ids.connectionId())
                    .put("state", streaming)
                    .putArray("subscribedContentTypes")
                    .add("audio");
        }
        return properties;
    }

    static String error(String code, String message) {
        ObjectNode body = MAPPER.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }

    /** By which the platform knows a call. */
    record Ids(String correlationId, String serverCallId, String connectionId, String context) {

        static Ids of(@Nullable String correlationId) {
            String context = "simulated." + UUID.randomUUID() + "." + "c".repeat(2_000);
            return new Ids(
                    correlationId == null ? UUID.randomUUID().toString() : correlationId,
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    context);
        }
    }
}
