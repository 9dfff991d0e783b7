package dev.earshot.acs.answering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Event Grid's events")
class GridEventsTest {

    private static final String DATA =
            """
            "data":{"to":{"kind":"communicationUser","rawId":"8:acs:us_agent","communicationUser":{"id":"8:acs:us_agent"}},\
            "from":{"kind":"phoneNumber","rawId":"4:+4930123456","phoneNumber":{"value":"+4930123456"}},\
            "serverCallId":"aHR0cHM6","callerDisplayName":"","incomingCallContext":"eyJ.opaque",\
            "correlationId":"5f3c1b6a-0f63-4d3a-9c3e-000000000001"}""";

    @Test
    @DisplayName("say that a phone rings, in their own schema")
    void ownSchema() {
        List<GridEvent> events = read(
                """
                [{"id":"e1","topic":"/subscriptions/x","subject":"/caller/4:+4930123456/recipient/8:acs:us_agent",%s,\
                "eventType":"Microsoft.Communication.IncomingCall","dataVersion":"1.0","metadataVersion":"1",\
                "eventTime":"2026-11-22T12:00:00.1234567Z"}]"""
                        .formatted(DATA));

        assertThat(events)
                .containsExactly(new GridEvent.Ringing(new IncomingCall(
                        "e1",
                        "5f3c1b6a-0f63-4d3a-9c3e-000000000001",
                        "4:+4930123456",
                        "8:acs:us_agent",
                        "eyJ.opaque",
                        Instant.parse("2026-11-22T12:00:00.1234567Z"))));
    }

    @Test
    @DisplayName("say so in the schema of CloudEvents, too, where one may stand alone")
    void cloudEvents() {
        List<GridEvent> events = read(
                """
                {"id":"e1","source":"/subscriptions/x","type":"Microsoft.Communication.IncomingCall","specversion":"1.0",\
                "time":"2026-11-22T13:00:00+01:00",%s}"""
                        .formatted(DATA));

        assertThat(events).hasSize(1).first().isInstanceOfSatisfying(GridEvent.Ringing.class, ringing -> assertThat(
                        ringing.call().at())
                .isEqualTo(Instant.parse("2026-11-22T12:00:00Z")));
    }

    @Test
    @DisplayName("ask for a code to be sent back when a subscription is set up")
    void validation() {
        assertThat(
                        read(
                                "[{\"id\":\"v\",\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"512d38b6\",\"validationUrl\":\"https://rp\"}}]"))
                .containsExactly(new GridEvent.Validation("512d38b6"));
    }

    @Test
    @DisplayName("are taken one by one: what one of them lacks is no harm to the others")
    void each() {
        assertThat(read(
                        "[{\"eventType\":\"Microsoft.Communication.IncomingCall\",\"data\":{}},{\"eventType\":\"Microsoft.Communication.CallStarted\"},7,null,"
                                + "{\"eventType\":\"Microsoft.Communication.IncomingCall\"," + DATA + "}]"))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Unusable", "Other", "Unusable", "Unusable", "Ringing");
    }

    @Test
    @DisplayName("give a call a name that it can have, and the same one each time")
    void names() {
        String odd = DATA.replace("5f3c1b6a-0f63-4d3a-9c3e-000000000001", "../../etc");
        String none = DATA.replace("\"correlationId\":\"5f3c1b6a-0f63-4d3a-9c3e-000000000001\"", "\"x\":1");

        assertThat(callId(odd)).isEqualTo(callId(odd)).matches("[0-9a-f-]{36}");
        assertThat(callId(none))
                .isEqualTo(callId(none))
                .matches("[0-9a-f-]{36}")
                .isNotEqualTo(callId(odd));
    }

    private static String callId(String data) {
        GridEvent event = read("[{\"eventType\":\"Microsoft.Communication.IncomingCall\"," + data + "}]")
                .get(0);
        return ((GridEvent.Ringing) event).call().callId();
    }

    @Test
    @DisplayName("tell nobody in a log who called, or how the call can be answered")
    void redacted() {
        assertThat(read("[{\"eventType\":\"Microsoft.Communication.IncomingCall\"," + DATA + "}]")
                        .toString())
                .doesNotContain("4930", "agent", "opaque");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "\"x\"", "null", "{", "[{}", "[] []", "not json"})
    @DisplayName("are refused as a whole where there are none")
    void noEvents(String body) {
        assertThat(GridEvents.read(body)).isEmpty();
    }

    @Test
    @DisplayName("may not be nested without end")
    void tooDeep() {
        assertThat(GridEvents.read("[".repeat(10_000) + "]".repeat(10_000))).isEmpty();
        assertThat(GridEvents.read("[]")).hasValue(List.of());
    }

    private static List<GridEvent> read(String body) {
        return GridEvents.read(body).orElseThrow();
    }
}
