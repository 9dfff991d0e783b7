package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Ask;
import dev.earshot.realtime.SessionNotice.AnswerEnded;
import java.io.IOException;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session, before it hears,")
class SessionHandshakeTest extends SessionScene {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());

    SessionHandshakeTest() {
        super(KIT);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    @DisplayName("asks for its configuration once it is spoken to, and hears once that is acknowledged as asked")
    void handshake() {
        session.hears(tape).accepted();
        write(3);
        assertThat(session.received()).as("nobody has spoken yet").isEmpty();
        session.says(Wire.CREATED);
        write(3);
        assertThat(session.received()).hasSize(1).first().asString().startsWith("{\"type\":\"session.update\"");
        session.says(Wire.UPDATED);
        write(3);
        session.passes(Duration.ofSeconds(1));

        assertThat(session.course()).containsExactly("Configuring", "Ready", "hearing from 0");
        assertThat(session.audio()).isEqualTo(Samples.counting(0, 9 * FRAME));
        assertThat(tape.held()).isZero();
    }

    @Test
    @DisplayName("may be ready before there is a track: then the first word finds the gate open")
    void trackAfterReady() {
        session.ready();
        assertThat(session.course()).containsExactly("Configuring", "Ready");
        session.hears(tape);
        write(1);

        assertThat(session.audio()).isEqualTo(Samples.counting(0, FRAME));
    }

    @Test
    @DisplayName("may be given its track while it waits for the acknowledgement, and waits on")
    void trackWhileConfiguring() {
        write(2);
        session.accepted().says(Wire.CREATED).hears(tape);
        write(2);
        session.passes(Duration.ofSeconds(1));
        assertThat(session.appends()).isEmpty();
        assertThat(tape.held()).isEqualTo(4 * FRAME);
        session.says(Wire.UPDATED);

        assertThat(session.audio()).isEqualTo(Samples.counting(0, 4 * FRAME));
    }

    @Test
    @DisplayName("does not take an acknowledgement that came before it asked")
    void updatedFirst() {
        session.hears(tape).accepted().says(Wire.UPDATED);
        write(3);
        assertThat(session.received()).isEmpty();
        session.says(Wire.CREATED);
        write(3);
        assertThat(session.appends()).isEmpty();
        session.says(Wire.UPDATED);

        assertThat(session.appends()).isNotEmpty();
    }

    @Test
    @DisplayName("asks once, however often it is greeted")
    void createdTwice() {
        session.accepted()
                .says(Wire.CREATED)
                .says(Wire.CREATED)
                .says(Wire.UPDATED)
                .says(Wire.CREATED);

        assertThat(session.received()).hasSize(1);
        assertThat(session.course()).containsExactly("Configuring", "Ready");
    }

    @Test
    @DisplayName("opens the gate once, however often it is acknowledged")
    void updatedTwice() {
        session.hears(tape).ready();
        write(1);
        session.says(Wire.UPDATED).says(Wire.UPDATED_CHANGED).hears(new Tape(RATE, Duration.ofSeconds(1)));
        write(1);

        assertThat(session.course()).containsExactly("Configuring", "Ready", "hearing from 0");
        assertThat(session.audio()).isEqualTo(Samples.counting(0, 2 * FRAME));
    }

    @Test
    @DisplayName("ends if another value is acknowledged than was asked, and says which")
    void changed() {
        session.hears(tape).accepted().says(Wire.CREATED);
        write(3);
        session.says(Wire.UPDATED_CHANGED);

        assertEnded(
                SessionCause.CONFIGURATION_MISMATCH,
                "session.audio.input.turn_detection.create_response: asked false, acknowledged true");
        assertThat(session.appends()).isEmpty();
        assertThat(tape.held()).isEqualTo(3 * FRAME);
    }

    @Test
    @DisplayName("ends if a value that was asked for is not acknowledged")
    void lacking() {
        session.hears(tape).accepted().says(Wire.CREATED).says(Wire.UPDATED_LACKING);

        assertEnded(
                SessionCause.CONFIGURATION_MISMATCH,
                "session.audio.input.transcription.model: asked \"gpt-realtime-whisper\", acknowledged nothing");
    }

    @Test
    @DisplayName("waits for its acknowledgement no longer than it is set to, however alive the service is")
    void never() {
        session.hears(tape).accepted().says(Wire.CREATED);
        write(3);
        session.passes(SessionUnderTest.HANDSHAKE.minusMillis(1)).says("{\"type\":\"rate_limits.updated\"}");
        assertThat(session.ends()).isEmpty();
        session.passes(Duration.ofMillis(1));

        assertEnded(SessionCause.HANDSHAKE_TIMEOUT, "configuring for PT10S");
        assertThat(tape.held()).isEqualTo(3 * FRAME);
    }

    @Test
    @DisplayName("may be acknowledged at the last moment, and is then held to no time any more")
    void late() {
        session.accepted().says(Wire.CREATED).passes(SessionUnderTest.HANDSHAKE.minusMillis(1));
        session.says(Wire.UPDATED).passes(Duration.ofHours(1));

        assertThat(session.course()).containsExactly("Configuring", "Ready");
    }

    @Test
    @DisplayName("waits on where the session is only told again as it was created: that may not be meant for us")
    void toldAgain() {
        session.accepted().says(Wire.CREATED).says(Wire.CREATED.replace("session.created", "session.updated"));
        assertThat(session.ends()).isEmpty();
        session.says(Wire.UPDATED);

        assertThat(session.course()).containsExactly("Configuring", "Ready");
    }

    @Test
    @DisplayName("was not granted what it asked for, where nothing else follows such an echo")
    void onlyToldAgain() {
        session.accepted().says(Wire.CREATED).says(Wire.CREATED.replace("session.created", "session.updated"));
        session.passes(SessionUnderTest.HANDSHAKE);

        assertThat(session.ends()).singleElement().satisfies(ended -> assertThat(ended.cause())
                .isEqualTo(SessionCause.CONFIGURATION_MISMATCH));
    }

    @Test
    @DisplayName("waits for the first word no longer than for the whole")
    void silent() {
        session.accepted().passes(SessionUnderTest.HANDSHAKE);

        assertEnded(SessionCause.HANDSHAKE_TIMEOUT, "connecting for PT10S");
    }

    @Test
    @DisplayName("waits for a connection no longer than for the whole")
    void neverConnected() {
        session.passes(SessionUnderTest.HANDSHAKE);

        assertEnded(SessionCause.CONNECT_FAILED, "no answer for PT10S");
    }

    @ParameterizedTest
    @CsvSource({"401,UNAUTHORIZED", "403,UNAUTHORIZED", "404,NOT_FOUND", "429,RATE_LIMITED", "500,UPGRADE_REFUSED"})
    @DisplayName("ends if it is refused at the door, and says why")
    void refused(int status, SessionCause cause) {
        session.refused(status);

        assertEnded(cause, "HTTP status " + status);
    }

    @Test
    @DisplayName("ends if there is nobody at the door")
    void unreachable() {
        session.unreachable(new IllegalStateException("wrapped", new IOException("Connection refused")));

        assertEnded(SessionCause.CONNECT_FAILED, "IOException: Connection refused");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_api_key,UNAUTHORIZED,UNAUTHORIZED",
        "model_not_found,NOT_FOUND,NOT_FOUND",
        "insufficient_quota,QUOTA_EXHAUSTED,QUOTA_EXHAUSTED",
        "unknown_parameter,SERVER_ERROR,CONFIGURATION_REJECTED",
        "something_new,SERVER_ERROR,CONFIGURATION_REJECTED",
        "rate_limit_exceeded,RATE_LIMITED,RATE_LIMITED",
        "server_error,SERVER_ERROR,SERVER_ERROR"
    })
    @DisplayName("ends with any error, before and after it asked; only after it can the configuration be why")
    void error(String code, SessionCause before, SessionCause after) {
        SessionUnderTest unasked = new SessionUnderTest(KIT);
        unasked.accepted().says(Wire.error(code, "No."));
        session.hears(tape).accepted().says(Wire.CREATED).says(Wire.error(code, "No."));

        assertEnded(session, after);
        assertEnded(unasked, before);
        assertThat(session.appends()).isEmpty();
    }

    @Test
    @DisplayName("does not take a failure of the service's own for a rejection, though its code is new")
    void newServerError() {
        session.accepted()
                .says(Wire.CREATED)
                .says(
                        "{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"overloaded\",\"message\":\"?\"}}");

        assertThat(session.ends()).singleElement().satisfies(ended -> assertThat(ended.cause())
                .isEqualTo(SessionCause.SERVER_ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"type\":7}", "{\"type\":\"session.updated\"}", "\u0000"})
    @DisplayName("and after it, is not put out by texts that are no events")
    void garbage(String text) {
        session.hears(tape)
                .accepted()
                .says(text)
                .says(Wire.CREATED)
                .says(text)
                .says(Wire.UPDATED)
                .says(text);
        write(1);

        assertThat(session.audio()).isEqualTo(Samples.counting(0, FRAME));
        assertThat(session.ends()).isEmpty();
    }

    @Test
    @DisplayName("answers no question, and says so")
    void notReady() {
        session.accepted().says(Wire.CREATED).tell(new Ask("a1", "{\"type\":\"response.create\"}"));

        assertThat(session.notices).last().isEqualTo(new AnswerEnded(7, "a1", false, "session not ready"));
        assertThat(session.received()).hasSize(1);
    }
}
