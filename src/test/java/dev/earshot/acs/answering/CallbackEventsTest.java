package dev.earshot.acs.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acs.answering.CallbackEvent.Participant;
import dev.earshot.acs.answering.CallbackEvent.Result;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Callbacks")
class CallbackEventsTest {

    private static final String FAILED =
            """
            {"id":"f1","source":"calling/callConnections/conn-1/MediaStreamingFailed",\
            "type":"Microsoft.Communication.MediaStreamingFailed","data":{"version":"2026-03-12","operationContext":"c1",\
            "resultInformation":{"code":400,"subCode":8581,"message":"Action failed, Transport url is not valid or web socket \
            server is not operational."},"mediaStreamingUpdate":{"contentType":"Audio",\
            "mediaStreamingStatus":"mediaStreamingFailed","mediaStreamingStatusDetails":"initialWebSocketConnectionFailed"},\
            "callConnectionId":"conn-1","serverCallId":"s","correlationId":"c1",\
            "publicEventType":"Microsoft.Communication.MediaStreamingFailed"},"time":"2026-11-22T12:00:01.0000002+00:00",\
            "specversion":"1.0","datacontenttype":"application/json","subject":"calling/callConnections/conn-1"}""";

    @Test
    @DisplayName("tell why media is not sent")
    void failed() {
        assertThat(read("[" + FAILED + "]"))
                .containsExactly(new CallbackEvent(
                        "f1",
                        "conn-1",
                        Instant.parse("2026-11-22T12:00:01.0000002Z"),
                        new CallbackEvent.StreamingFailed("initialWebSocketConnectionFailed", new Result(400, 8581))));
    }

    @Test
    @DisplayName("are read to the last of an array, whatever kinds are among them")
    void all() {
        String events = Stream.of(
                        "CallConnected",
                        "PlayCompleted",
                        "SomethingNobodyHasHeardOf",
                        "MediaStreamingStarted",
                        "MediaStreamingStopped",
                        "AnswerFailed",
                        "CallDisconnected")
                .map(kind ->
                        "{\"id\":\"%s\",\"type\":\"Microsoft.Communication.%s\",\"data\":{}}".formatted(kind, kind))
                .reduce("{\"type\":\"Elsewhere.CallConnected\",\"data\":{}},{},7", (all, one) -> all + "," + one);

        assertThat(read("[" + events + "]"))
                .extracting(event -> event.what().type())
                .containsExactly(
                        "Other",
                        "Unusable",
                        "Unusable",
                        "Connected",
                        "Other",
                        "Other",
                        "StreamingStarted",
                        "StreamingStopped",
                        "AnswerFailed",
                        "Disconnected");
    }

    @Test
    @DisplayName("tell who is in the call")
    void participants() {
        assertThat(
                        what(
                                """
                {"id":"p","type":"Microsoft.Communication.ParticipantsUpdated","data":{"sequenceNumber":3,"participants":[\
                {"identifier":{"rawId":"4:+4930123456","kind":"phoneNumber","phoneNumber":{"value":"+4930123456"}},"isMuted":false,"isOnHold":true},\
                {"identifier":{"rawId":"8:acs:us_agent","kind":"communicationUser"},"isMuted":true},{"identifier":{}},7]}}"""))
                .isEqualTo(new CallbackEvent.ParticipantsUpdated(
                        3,
                        List.of(
                                new Participant("4:+4930123456", false, true),
                                new Participant("8:acs:us_agent", true, false))));
    }

    @Test
    @DisplayName("name as many participants as a call can have, and no more")
    void tooManyParticipants() {
        String participants = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"identifier\":{\"rawId\":\"8:acs:" + i + "\"}}")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();

        CallbackEvent.What what =
                what("{\"type\":\"Microsoft.Communication.ParticipantsUpdated\",\"data\":{\"participants\":["
                        + participants + "]}}");

        assertThat(((CallbackEvent.ParticipantsUpdated) what).participants()).hasSize(350);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "null", "{\"a\":", "[{}] x"})
    @DisplayName("are refused as a whole where there are none")
    void noEvents(String body) {
        assertThat(CallbackEvents.read(body)).isEmpty();
    }

    @Test
    @DisplayName("tell nobody in a log who is in the call")
    void redacted() {
        assertThat(new Participant("4:+4930123456", false, false).toString()).doesNotContain("4930");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "initialWebSocketConnectionFailed,8603,SOCKET_NOT_OPENED,true",
        "unspecifiedError,8581,SOCKET_NOT_OPENED,true",
        "streamConnectionInterrupted,0,SOCKET_LOST,true",
        "'',8604,STREAMING_CANCELED,true",
        "'',8583,ACTION_IN_THE_WAY,true",
        "tooManyRequests,8603,THROTTLED,true",
        "authenticationFailure,8603,NOT_AUTHENTICATED,false",
        "streamUrlMissing,0,NO_SOCKET_NAMED,false",
        "unspecifiedError,8603,STREAMING_FAILED,true",
        "somethingNew,9999,STREAMING_FAILED,true",
        "'',0,STREAMING_FAILED,true"
    })
    @DisplayName("give the reason a name, by the details before the sub-code, and say whether another try is worth it")
    void causes(String details, int subCode, StreamingCause cause, boolean again) {
        StreamingCause found = StreamingCause.of(new CallbackEvent.StreamingFailed(details, new Result(400, subCode)));

        assertThat(found).isEqualTo(cause);
        assertThat(found.worthAnotherTry()).isEqualTo(again);
    }

    private static List<CallbackEvent> read(String body) {
        return CallbackEvents.read(body).orElseThrow();
    }

    private static CallbackEvent.What what(String body) {
        return read(body).get(0).what();
    }
}
