package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.WordDue;
import dev.earshot.realtime.SessionNotice.Ended;
import dev.earshot.sockets.SocketFailure;
import java.io.IOException;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A session ends once and for good")
class SessionEndTest extends SessionScene {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());

    SessionEndTest() {
        super(KIT);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it is told to, and closes the connection")
    void close(Stage stage) {
        session.hears(tape);
        stage.reach.accept(session);
        session.tell(new Close(SessionCause.CALL_ENDED)).tell(new Close(SessionCause.CALL_ENDED));

        assertEnded(SessionCause.CALL_ENDED, "");
        assertReadsNoMore();
    }

    @ParameterizedTest
    @EnumSource(names = "CONNECTING", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("when the service closes")
    void closed(Stage stage) {
        session.hears(tape);
        stage.reach.accept(session);
        session.closes(1000, "");

        assertEnded(SessionCause.CLOSED_BY_SERVER, "close code 1000");
        assertReadsNoMore();
    }

    @ParameterizedTest
    @EnumSource(names = "CONNECTING", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("when the connection breaks")
    void broken(Stage stage) {
        session.hears(tape);
        stage.reach.accept(session);
        session.breaks(new IOException("Connection reset by peer"));

        assertEnded(SessionCause.CONNECTION_LOST, "IOException: Connection reset by peer");
        assertReadsNoMore();
    }

    @Test
    @DisplayName("when the service sends more than is the protocol's")
    void tooLarge() {
        session.ready().breaks(new SocketFailure(SocketFailure.Kind.MESSAGE_TOO_LARGE, "more than 1000 bytes"));

        assertEnded(SessionCause.PROTOCOL_ERROR, "SocketFailure: more than 1000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "1001,CLOSED_BY_SERVER,close code 1001 bye",
        "1011,CLOSED_BY_SERVER,close code 1011 bye",
        "3000,UNAUTHORIZED,close code 3000 bye",
        "4000,CONFIGURATION_REJECTED,close code 4000 bye"
    })
    @DisplayName("when the service closes, for the cause that its code names")
    void closeCodes(int code, SessionCause cause, String detail) {
        session.ready().closes(code, "bye");

        assertEnded(cause, detail);
    }

    @ParameterizedTest
    @CsvSource({
        "1001,Your session hit the maximum duration of 60 minutes.,SESSION_EXPIRED",
        "3000,invalid_request_error.invalid_api_key,UNAUTHORIZED",
        "3000,invalid_request_error.insufficient_quota,QUOTA_EXHAUSTED",
        "4000,invalid_request_error.model_not_found,NOT_FOUND",
        "4000,invalid_request_error.beta_api_shape_disabled,CONFIGURATION_REJECTED"
    })
    @DisplayName("when the service closes right after it took the connection, for the cause that its reason names")
    void closeReasons(int code, String reason, SessionCause cause) {
        session.accepted().closes(code, reason);

        assertEnded(cause, "close code " + code + " " + reason);
    }

    @Test
    @DisplayName("as expired, when the service closes without a word on why at the time that it named")
    void closedAtItsTime() {
        session.hears(tape).ready().passes(Duration.ofMinutes(60)).closes(1001, "");

        assertEnded(SessionCause.SESSION_EXPIRED, "close code 1001");
    }

    @Test
    @DisplayName("with what the service asks for that refuses it: to be left alone for a while")
    void retryAfter() {
        session.refused(429, Duration.ofSeconds(7));

        assertThat(session.ends())
                .containsExactly(new Ended(7, SessionCause.RATE_LIMITED, "HTTP status 429", Duration.ofSeconds(7)));
    }

    @Test
    @DisplayName("when the service has nothing to say for long, not even to a question")
    void silentService() {
        session.hears(tape).ready().fallsSilent().passes(SessionUnderTest.READ_TIMEOUT.multipliedBy(2));
        assertThat(session.received())
                .last()
                .isEqualTo("{\"event_id\":\"probe\",\"type\":\"conversation.item.retrieve\",\"item_id\":\"none\"}");
        assertThat(session.ends()).isEmpty();
        session.passes(SessionUnderTest.READ_TIMEOUT);

        assertEnded(SessionCause.SERVICE_SILENT, "no word for PT20S");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_CLOSE_FRAME,CONNECTION_LOST",
        "SILENT_PEER,HALF_OPEN",
        "PEER_TAKES_NOTHING,CONNECTION_LOST",
        "PROTOCOL_VIOLATION,PROTOCOL_ERROR"
    })
    @DisplayName("when the connection fails, for the cause that the failure names")
    void failures(SocketFailure.Kind kind, SessionCause cause) {
        session.ready().breaks(new SocketFailure(kind, "so it is"));

        assertEnded(cause, "SocketFailure: so it is");
    }

    @Test
    @DisplayName("when our side of the connection breaks, which is not called the service's fault")
    void ourFault() {
        session.ready().breaks(new IllegalStateException("a bug"));

        assertEnded(SessionCause.INTERNAL_ERROR, "IllegalStateException: a bug");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when whoever started it is gone: the connection goes too")
    void ownerStops(Stage stage) {
        session.hears(tape);
        stage.reach.accept(session);
        session.ownerStops().accepted();

        assertThat(session.disconnected()).isTrue();
        assertReadsNoMore();
    }

    @Test
    @DisplayName("when a word is due of the service, and it does not even answer when it is asked for one")
    void noWord() {
        session.hears(tape).ready().fallsSilent().tell(new WordDue()).passes(Duration.ofSeconds(3));
        session.tell(new WordDue());
        assertThat(session.received().stream().filter(ClientEvents.probe("probe")::equals))
                .hasSize(1);
        session.passes(Duration.ofMillis(1_999));
        assertThat(session.terminated()).isFalse();
        session.passes(Duration.ofMillis(1));

        assertEnded(SessionCause.SERVICE_SILENT, "no word for PT5S where one is due");
    }

    @Test
    @DisplayName("and not when it answers, or says anything else")
    void word() {
        session.hears(tape).ready().tell(new WordDue()).passes(Duration.ofSeconds(10));
        session.fallsSilent().tell(new WordDue()).passes(Duration.ofSeconds(4)).says(Wire.speechStarted("i1", 0));
        session.passes(Duration.ofSeconds(10));

        assertThat(session.terminated()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it fails on our side: the connection goes too")
    void crash(Stage stage) {
        stage.reach.accept(session);
        session.hears(new BrokenFeed());

        assertThat(session.terminated()).isTrue();
        assertThat(session.disconnected()).isTrue();
        assertThat(session.ends()).as("who watches it knows").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_api_key,UNAUTHORIZED",
        "insufficient_quota,QUOTA_EXHAUSTED",
        "session_expired,SESSION_EXPIRED",
        "rate_limit_exceeded,RATE_LIMITED",
        "server_error,SERVER_ERROR"
    })
    @DisplayName("on an error that no working session survives, without quoting it")
    void fatalError(String code, SessionCause cause) {
        session.hears(tape).ready().says(Wire.error(code, "You said: my salary is secret."));

        assertEnded(cause, code);
        assertReadsNoMore();
    }

    @Test
    @DisplayName("with a detail that is short, whatever the service wrote")
    void boundedDetail() {
        session.accepted().says(Wire.CREATED).says(Wire.error("c".repeat(3000), "m".repeat(3000)));

        assertThat(session.ends()).singleElement().satisfies(ended -> assertThat(ended.detail())
                .hasSize(200)
                .startsWith("ccc")
                .endsWith("…"));
    }

    @Test
    @DisplayName("with no part of a key that the service did not like")
    void secretDetail() {
        session.accepted().says(Wire.error("invalid_api_key", "Incorrect API key provided: sk-proj-12."));

        assertEnded(SessionCause.UNAUTHORIZED, "invalid_api_key");
    }
}
