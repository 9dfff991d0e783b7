package dev.earshot.acs.answering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.acs.BoundedJson;
import dev.earshot.call.CallId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Event Grid's JSON, in either of its schemas: {@code eventType} and {@code eventTime} in its own, {@code type} and
 * {@code time} in that of CloudEvents. Its own comes as an array, one of CloudEvents may stand alone.
 */
final class GridEvents {

    static final String VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent";
    static final String INCOMING_CALL = "Microsoft.Communication.IncomingCall";

    private GridEvents() {}

    /** Empty for a body that holds no events. */
    static Optional<List<GridEvent>> read(String body) {
        return BoundedJson.readAll(body)
                .map(all -> all.stream().map(GridEvents::event).toList());
    }

    private static GridEvent event(JsonNode event) {
        String type = first(event, "eventType", "type");
        JsonNode data = event.path("data");
        return switch (type) {
            case VALIDATION -> {
                String code = BoundedJson.text(data, "validationCode");
                yield code.isEmpty() ? new GridEvent.Unusable() : new GridEvent.Validation(code);
            }
            case INCOMING_CALL -> ringing(event, data);
            case "" -> new GridEvent.Unusable();
            default -> new GridEvent.Other();
        };
    }

    private static GridEvent ringing(JsonNode event, JsonNode data) {
        String context = BoundedJson.text(data, "incomingCallContext");
        Optional<String> callId = callId(data);
        if (context.isEmpty() || callId.isEmpty()) {
            return new GridEvent.Unusable();
        }
        return new GridEvent.Ringing(new IncomingCall(
                BoundedJson.text(event, "id"),
                callId.get(),
                rawId(data.path("from")),
                rawId(data.path("to")),
                context,
                instant(first(event, "eventTime", "time"))));
    }

    /** The platform's correlation id, by which its own logs know the call too; or a name made of what else it has. */
    private static Optional<String> callId(JsonNode data) {
        String correlation = BoundedJson.text(data, "correlationId");
        if (CallId.valid(correlation)) {
            return Optional.of(correlation);
        }
        return Stream.of(correlation, BoundedJson.text(data, "serverCallId"))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    private static @Nullable String rawId(JsonNode identifier) {
        String rawId = BoundedJson.text(identifier, "rawId");
        return rawId.isEmpty() ? null : rawId;
    }

    private static String first(JsonNode object, String one, String other) {
        String value = BoundedJson.text(object, one);
        return value.isEmpty() ? BoundedJson.text(object, other) : value;
    }

    /** Null for what is no time. */
    static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
