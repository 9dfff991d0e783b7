package dev.earshot.acs.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acs.answering.AnsweringSettings.WhenLeaving;
import dev.earshot.acs.automation.AnswerRequest;
import dev.earshot.acs.automation.AutomationCause;
import dev.earshot.acs.automation.AutomationException;
import dev.earshot.acs.automation.Failures;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallSetup;
import dev.earshot.call.EndCause;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.transcript.CallEvent.ParticipantsChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A phone call that is answered")
class CallConnectionActorTest {

    private static final IncomingCall RINGING =
            new IncomingCall("e1", "c1", "4:+4930123456", "8:acs:us_7", "eyJ.opaque", null);

    private final AnsweringStage stage = new AnsweringStage();
    private int ids;

    @AfterEach
    void close() {
        stage.close();
    }

    private ActorRef<CallConnectionActor.Command> ring() {
        var connection = stage.kit.spawn(CallConnectionActor.create(RINGING, stage.call, stage.parts()));
        QuietExecutor.awaitQuiet();
        return connection;
    }

    private ActorRef<CallConnectionActor.Command> answered() {
        var connection = ring();
        stage.answer.complete("conn-1");
        return connection;
    }

    private void report(ActorRef<CallConnectionActor.Command> connection, String... events) {
        connection.tell(new CallConnectionActor.Callbacks(
                CallbackEvents.read("[" + String.join(",", events) + "]").orElseThrow()));
    }

    private String event(String kind, String data) {
        return event("e" + ++ids, "2026-11-22T12:00:00Z", kind, data);
    }

    private static String event(String id, String time, String kind, String data) {
        return "{\"id\":\"%s\",\"time\":\"%s\",\"type\":\"Microsoft.Communication.%s\",\"data\":{\"callConnectionId\":\"conn-1\"%s}}"
                .formatted(id, time, kind, data.isEmpty() ? "" : "," + data);
    }

    private String mediaFailed(int subCode) {
        return event("MediaStreamingFailed", "\"resultInformation\":{\"code\":400,\"subCode\":" + subCode + "}");
    }

    @Test
    @DisplayName("tells the platform where its media and callbacks are to go")
    void addresses() {
        ring();

        AnswerRequest request = stage.request;
        assertThat(request).isNotNull();
        assertThat(request.callbacks())
                .hasToString("https://earshot.example/base/acs/callbacks/c1?secret=callbacks-secret");
        assertThat(request.media()).hasToString("wss://earshot.example/base/acs/media/c1/media-secret");
        assertThat(request.incomingCallContext()).isEqualTo("eyJ.opaque");
    }

    @Test
    @DisplayName("shows in its log what becomes of it, and ends with the phone's hang-up")
    void walked() {
        var connection = answered();
        report(connection, event("CallConnected", ""), event("MediaStreamingStarted", ""));
        report(connection, event("CallDisconnected", "\"resultInformation\":{\"code\":200,\"subCode\":0}"));

        List<CallActor.Command> told = stage.told();
        assertThat(told).contains(new CallActor.HungUp());
        stage.kit.createTestProbe().expectTerminated(connection);
        assertThat(stage.asked).containsExactly("answer");
    }

    @Test
    @DisplayName("has its states told in words")
    void states() {
        var connection = answered();
        assertThat(stage.states()).containsExactly("answered");
        report(connection, event("CallConnected", ""), event("MediaStreamingStarted", ""));
        report(connection, event("MediaStreamingStopped", ""));
        report(connection, event("CallDisconnected", "\"resultInformation\":{\"code\":487,\"subCode\":5003}"));

        assertThat(stage.states())
                .containsExactly("connected", "streaming", "streamingStopped", "disconnected:487/5003");
    }

    @Test
    @DisplayName("takes callbacks before the answer has come, and in any order; they say, too, whose media it is")
    void callbacksFirst() {
        var connection = ring();
        report(connection, event("MediaStreamingStarted", ""), event("CallConnected", ""));

        assertThat(stage.states()).containsExactly("streaming", "connected");
        assertThat(stage.bound).containsExactly("c1 conn-1");

        stage.answer.complete("conn-1");
        assertThat(stage.states()).containsExactly("answered");
        assertThat(stage.bound).containsExactly("c1 conn-1");
    }

    @Test
    @DisplayName("is answered, where callbacks say so, though the answer to our request was lost")
    void answerLost() {
        var connection = ring();
        report(connection, event("CallConnected", ""));
        stage.answer.completeExceptionally(failure(AutomationCause.TIMEOUT));

        assertThat(stage.states()).containsExactly("connected", "answered");
    }

    @Test
    @DisplayName("ends with a named cause where the platform does not take it")
    void notAnswered() {
        var connection = ring();
        stage.told();
        stage.answer.completeExceptionally(failure(AutomationCause.THROTTLED));

        assertThat(stage.told()).hasSize(2).contains(new CallActor.End(EndCause.NOT_ANSWERED));
        stage.kit.createTestProbe().expectTerminated(connection);
    }

    @Test
    @DisplayName("ends, too, where the platform says so later")
    void answerFailed() {
        var connection = answered();
        report(connection, event("AnswerFailed", "\"resultInformation\":{\"code\":408,\"subCode\":8587}"));

        assertThat(stage.told()).contains(new CallActor.End(EndCause.NOT_ANSWERED));
    }

    @Test
    @DisplayName("takes each callback once, counts the kinds that it does not know, and none of another connection")
    void fates() {
        var connection = answered();
        String connected = event("CallConnected", "");
        report(connection, connected, connected);
        report(connection, connected, event("PlayCompleted", ""));
        report(connection, event("CallDisconnected", "").replace("conn-1", "conn-2"), "{\"id\":\"x\",\"type\":\"\"}");

        assertThat(stage.states()).containsExactly("answered", "connected");
        assertThat(stage.callbacks("Connected", "taken")).isEqualTo(1);
        assertThat(stage.callbacks("Connected", "duplicate")).isEqualTo(2);
        assertThat(stage.callbacks("Other", "ignored")).isEqualTo(1);
        assertThat(stage.callbacks("Disconnected", "foreign")).isEqualTo(1);
        assertThat(stage.callbacks("Unusable", "unusable")).isEqualTo(1);
    }

    @Test
    @DisplayName("has the newest participants, whatever order they are told in, and knows them by the rules")
    void participants() {
        var connection = answered();
        String two = participants(2, "4:+4930123456", "8:acs:us_7", "8:acs:us_9");
        String one = participants(1, "4:+4930123456");
        report(connection, two, one);

        List<CallActor.Command> told = stage.told();
        assertThat(told)
                .contains(
                        new CallActor.AddSetup(new CallSetup(Map.of("8:acs:us_9", "agent"), null)),
                        new CallActor.Report(new ParticipantsChanged(List.of(
                                new ParticipantsChanged.Participant("4:+4930123456", "candidate", false, false),
                                new ParticipantsChanged.Participant("8:acs:us_7", "agent", false, false),
                                new ParticipantsChanged.Participant("8:acs:us_9", "agent", false, false)))));
        assertThat(stage.callbacks("ParticipantsUpdated", "late")).isEqualTo(1);

        report(connection, participants(3, "4:+4930123456", "8:acs:us_7", "8:acs:us_9"));
        assertThat(stage.told()).isEmpty();
    }

    private String participants(int sequence, String... rawIds) {
        String all = String.join(
                ",",
                List.of(rawIds).stream()
                        .map(rawId -> "{\"identifier\":{\"rawId\":\"" + rawId + "\"}}")
                        .toList());
        return event("ParticipantsUpdated", "\"sequenceNumber\":" + sequence + ",\"participants\":[" + all + "]");
    }

    @Test
    @DisplayName("asks for its media again when it failed, each time after a longer wait, while the call waits for it")
    void restarts() {
        var connection = answered();
        stage.told();
        report(connection, mediaFailed(8581));

        assertThat(stage.told())
                .contains(new CallActor.ExpectMedia(Duration.ofMillis(10_500)))
                .hasSize(2);
        stage.pass(Duration.ofMillis(499));
        assertThat(stage.asked).containsExactly("answer");
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.asked).containsExactly("answer", "start conn-1");

        report(connection, mediaFailed(8581));
        stage.pass(Duration.ofMillis(999));
        assertThat(stage.asked).hasSize(2);
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.asked).hasSize(3);

        stage.told();
        report(connection, event("MediaStreamingStarted", ""));
        assertThat(stage.states()).containsExactly("streaming");
    }

    @Test
    @DisplayName("gives its media up after so many failures, with the last cause")
    void givesUp() {
        var connection = answered();
        for (int i = 0; i < 3; i++) {
            report(connection, mediaFailed(8581));
            stage.pass(Duration.ofSeconds(8));
        }
        stage.told();
        report(connection, mediaFailed(8603));

        List<CallActor.Command> told = stage.told();
        assertThat(told).contains(new CallActor.MediaGivenUp());
        assertThat(told.toString()).contains("STREAMING_FAILED, cause=streamingFailed, detail=400/8603");
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.asked).hasSize(4);
        assertThat(stage.meters
                        .counter("earshot.acs.streaming.failures", "cause", "socketNotOpened")
                        .count())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("gives its media up at once where another try is hopeless")
    void hopeless() {
        var connection = answered();
        stage.told();
        report(
                connection,
                event(
                        "MediaStreamingFailed",
                        "\"mediaStreamingUpdate\":{\"mediaStreamingStatusDetails\":\"streamUrlMissing\"}"));

        assertThat(stage.states()).containsExactly("streamingFailed:noSocketNamed");
    }

    @Test
    @DisplayName("counts failures of its media anew after it has flowed for a while")
    void stable() {
        var connection = answered();
        for (int i = 0; i < 10; i++) {
            report(connection, mediaFailed(8581));
            stage.pass(Duration.ofMillis(500));
            report(connection, event("MediaStreamingStarted", ""));
            stage.pass(Duration.ofSeconds(10));
        }

        assertThat(stage.asked).hasSize(11);
        assertThat(stage.told()).doesNotContain(new CallActor.MediaGivenUp());
    }

    @Test
    @DisplayName("counts media that fails as soon as it flows as failing")
    void unstable() {
        var connection = answered();
        for (int i = 0; i < 4; i++) {
            report(connection, mediaFailed(8581));
            stage.pass(Duration.ofSeconds(8));
            report(connection, event("MediaStreamingStarted", ""));
        }

        assertThat(stage.told()).contains(new CallActor.MediaGivenUp());
    }

    @Test
    @DisplayName("believes the newer of two callbacks about its media, whichever comes first")
    void lateCallback() {
        var connection = answered();
        stage.told();
        String started = event("s", "2026-11-22T12:00:00Z", "MediaStreamingStarted", "");
        String failed = event("f", "2026-11-22T12:00:01Z", "MediaStreamingFailed", "");
        report(connection, failed, started);

        assertThat(stage.states()).containsExactly("restarting:streamingFailed");
        stage.pass(Duration.ofMillis(500));
        assertThat(stage.asked).containsExactly("answer", "start conn-1");
    }

    @Test
    @DisplayName("tries again where the wish for media was not heard, and ends where the call is gone")
    void wishNotHeard() {
        var connection = answered();
        stage.told();
        stage.started = CompletableFuture.failedFuture(failure(AutomationCause.SERVER_ERROR));
        report(connection, mediaFailed(8581));
        stage.pass(Duration.ofMillis(500));
        assertThat(stage.states()).containsExactly("restarting:socketNotOpened:400/8581", "restarting:serverError");

        stage.started = CompletableFuture.failedFuture(failure(AutomationCause.CALL_GONE));
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.told()).contains(new CallActor.HungUp());
        stage.kit.createTestProbe().expectTerminated(connection);
    }

    @Test
    @DisplayName("is left to those who talk, without its media, when Earshot no longer hears it")
    void stays() {
        var connection = answered();
        QuietExecutor.awaitQuiet();
        stage.kit.stop(stage.call);

        stage.kit.createTestProbe().expectTerminated(connection);
        assertThat(stage.asked).containsExactly("answer", "stop conn-1");
    }

    @Test
    @DisplayName("is left as soon as the call takes no more media, however long its log is still in the making")
    void deaf() {
        var connection = answered();
        stage.told().stream()
                .filter(CallActor.TellWhenDeaf.class::isInstance)
                .forEach(asked -> ((CallActor.TellWhenDeaf) asked).replyTo().tell(new CallActor.Deaf("c1")));

        stage.kit.createTestProbe().expectTerminated(connection);
        assertThat(stage.asked).containsExactly("answer", "stop conn-1");
    }

    @Test
    @DisplayName("is hung up then, where that is meant")
    void hangsUp() {
        stage.whenLeaving = WhenLeaving.HANG_UP;
        var connection = answered();
        QuietExecutor.awaitQuiet();
        connection.tell(new CallConnectionActor.Leave());

        stage.kit.createTestProbe().expectTerminated(connection);
        assertThat(stage.asked).containsExactly("answer", "hangUp conn-1");
    }

    @Test
    @DisplayName("is left as soon as it is answered, where nobody hears it by then")
    void leftUnanswered() {
        var connection = ring();
        connection.tell(new CallConnectionActor.Leave());
        QuietExecutor.awaitQuiet();
        assertThat(stage.asked).containsExactly("answer");
        stage.answer.complete("conn-1");

        stage.kit.createTestProbe().expectTerminated(connection);
        assertThat(stage.asked).containsExactly("answer", "stop conn-1");
    }

    @Test
    @DisplayName("comes to rest and to no wrong end, whatever order its callbacks come in")
    void anyOrder() {
        for (int seed = 0; seed < 200; seed++) {
            stage.answer = CompletableFuture.completedFuture("conn-1");
            var connection = ring();
            List<String> events = new ArrayList<>(List.of(
                    event("CallConnected", ""),
                    event("MediaStreamingStarted", ""),
                    mediaFailed(8581),
                    mediaFailed(8603),
                    event("MediaStreamingStopped", ""),
                    participants(1, "4:+4930123456"),
                    participants(2, "8:acs:us_7"),
                    event("PlayCompleted", ""),
                    event("CallDisconnected", "")));
            events.addAll(List.copyOf(events));
            Collections.shuffle(events, new Random(seed));
            events.forEach(event -> report(connection, event));
            stage.pass(Duration.ofMinutes(1));

            List<CallActor.Command> told = stage.told();
            assertThat(told).as("seed %s", seed).containsOnlyOnce(new CallActor.HungUp());
            assertThat(told).as("seed %s", seed).doesNotContain(new CallActor.MediaGivenUp());
            stage.kit.createTestProbe().expectTerminated(connection);
        }
    }

    private static AutomationException failure(AutomationCause cause) {
        return Failures.of(cause);
    }
}
