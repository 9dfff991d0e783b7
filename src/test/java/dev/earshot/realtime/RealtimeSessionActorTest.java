package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.earshot.audio.TrackFeed;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Ask;
import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.realtime.SessionNotice.AnswerBegun;
import dev.earshot.realtime.SessionNotice.AnswerEnded;
import dev.earshot.realtime.SessionNotice.Ended;
import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.ToolCalled;
import dev.earshot.realtime.SessionNotice.TrackAppended;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.sockets.SocketFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("A session")
class RealtimeSessionActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());
    private static final int RATE = 24_000;
    private static final int FRAME = 480;

    /** What the service counts in before and after speech: 300 and 500 ms. */
    private static final int PREFIX = 300 * 24;

    private static final int SILENCE = 500 * 24;

    private final Tape tape = new Tape(RATE, Duration.ofSeconds(60));
    private final SessionUnderTest session = new SessionUnderTest(KIT);
    private int written;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Nested
    @DisplayName("before it hears")
    class Gate {
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

    /** How far a session has come. */
    private enum Stage {
        CONNECTING(session -> {}),
        CONNECTED(SessionUnderTest::accepted),
        CONFIGURING(session -> session.accepted().says(Wire.CREATED)),
        READY(SessionUnderTest::ready);

        private final Consumer<SessionUnderTest> reach;

        Stage(Consumer<SessionUnderTest> reach) {
            this.reach = reach;
        }
    }

    @Nested
    @DisplayName("ends once and for good")
    class End {
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

    @Nested
    @DisplayName("that is ready")
    class Ready {
        @Test
        @DisplayName("goes on for hours with a silent caller, as long as the service answers when it is asked")
        void silentCaller() {
            session.hears(tape).ready();
            session.passes(Duration.ofHours(2));

            assertThat(session.course()).containsExactly("Configuring", "Ready");
            assertThat(session.meter.count(SessionMeter.Oddity.ERROR_EVENT)).isZero();
        }

        @Test
        @DisplayName("says how long it will live, by the service's word")
        void life() {
            session.ready();

            assertThat(session.notices).last().isEqualTo(new SessionNotice.Ready(7, Duration.ofHours(1)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"expires_at\":null", "\"expires_at\":1", "\"expires_at\":99999999999", "\"x\":0"})
        @DisplayName("does not know how long it will live, where the service does not say or says what cannot be")
        void lifeUnknown(String expiry) {
            session.accepted()
                    .says(Wire.CREATED.replace("\"expires_at\":1795360447", expiry))
                    .says(Wire.UPDATED.replace("\"expires_at\":1795360447", expiry));

            assertThat(session.notices).last().isEqualTo(new SessionNotice.Ready(7, null));
        }

        @Test
        @DisplayName(
                "logs what is odd twenty times, the last time with a word that there is more, and counts all of it")
        void floodOfOddities() {
            Logger logger = (Logger) LoggerFactory.getLogger(RealtimeSessionActor.class);
            ListAppender<ILoggingEvent> logged = new ListAppender<>();
            logged.start();
            logger.addAppender(logged);
            logger.setLevel(Level.WARN);
            try {
                session.ready();
                for (int i = 0; i < 500; i++) {
                    session.says("{");
                }
            } finally {
                logger.setLevel(null);
                logger.detachAppender(logged);
            }

            assertThat(session.meter.count(SessionMeter.Oddity.UNREADABLE_EVENT))
                    .isEqualTo(500);
            assertThat(logged.list)
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .hasSize(20);
            assertThat(logged.list).last().satisfies(event -> assertThat(
                            event.getKeyValuePairs().toString())
                    .contains("unreadableEvent", "counted only"));
        }

        @Test
        @DisplayName("counts what is new to it or unreadable, and goes on")
        void oddities() {
            session.ready().says("{\"type\":\"something.new\"}").says("{").says("[".repeat(5000));
            session.says(Wire.error("something_new", "?"));

            assertThat(session.meter.count(SessionMeter.Oddity.UNKNOWN_EVENT)).isOne();
            assertThat(session.meter.count(SessionMeter.Oddity.UNREADABLE_EVENT))
                    .isEqualTo(2);
            assertThat(session.meter.count(SessionMeter.Oddity.ERROR_EVENT)).isOne();
            assertThat(session.ends()).isEmpty();
        }

        @Test
        @DisplayName("is told of the call so far before it hears, and takes no answer to that for speech")
        void seeded() {
            write(1);
            session.ready()
                    .tell(new Hear(
                            tape,
                            0,
                            List.of(
                                    new SeedItem(
                                            SeedItem.Role.USER, "{\"speaker\":\"agent\",\"text\":\"Hi \\\"you\\\"\"}"),
                                    new SeedItem(SeedItem.Role.ASSISTANT, "Ask for the salary."))));

            assertThat(session.received().subList(1, 3))
                    .containsExactly(
                            "{\"event_id\":\"seed-1\",\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"{\\\"speaker\\\":\\\"agent\\\",\\\"text\\\":\\\"Hi \\\\\\\"you\\\\\\\"\\\"}\"}]}}",
                            "{\"event_id\":\"seed-2\",\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"assistant\","
                                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"Ask for the salary.\"}]}}");
            assertThat(session.received()).hasSize(4).last().satisfies(event -> assertThat(Samples.isAppend(event))
                    .isTrue());
            for (String type : List.of("added", "done")) {
                session.says(
                        "{\"type\":\"conversation.item." + type
                                + "\",\"event_id\":\"event_F0\",\"previous_item_id\":null,\"item\":{\"id\":\"item_F0\",\"type\":\"message\","
                                + "\"status\":\"completed\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"{}\"}]}}");
            }
            assertThat(session.course()).containsExactly("Configuring", "Ready", "hearing from 0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"invalid_value", "invalid_api_key", "server_error", "session_expired"})
        @DisplayName("does without what the service refuses of the call so far, whatever it says of it")
        void seedRefused(String code) {
            session.ready().tell(new Hear(tape, 0, List.of(new SeedItem(SeedItem.Role.USER, "{}"))));
            session.says(Wire.errorAbout("seed-1", code));
            write(1);

            assertThat(session.ends()).isEmpty();
            assertThat(session.audio()).isEqualTo(Samples.counting(0, FRAME));
            assertThat(session.meter.count(SessionMeter.Oddity.SEED_REFUSED)).isOne();
        }

        @Test
        @DisplayName("makes way when it is told to: hears nothing more, and still brings to an end what it has heard")
        void retires() {
            session.hears(tape).ready();
            write(5);
            session.says(Wire.speechStarted("item_1", 0)).tell(new RealtimeSessionActor.Retire());
            write(5);
            session.passes(Duration.ofSeconds(1))
                    .says(Wire.speechStopped("item_1", 90))
                    .says(Wire.speechStarted("item_2", 95))
                    .says(Wire.completed("item_1", "Hello."));

            assertThat(session.audio()).isEqualTo(Samples.counting(0, 5 * FRAME));
            assertThat(tape.held()).isEqualTo(5 * FRAME);
            assertThat(session.course())
                    .containsExactly(
                            "Configuring",
                            "Ready",
                            "hearing from 0",
                            "SpeechStarted",
                            "Retired",
                            "SpeechStopped",
                            "TranscriptCompleted");
            assertThat(session.notices).contains(new SessionNotice.Retired(7, 5 * FRAME));
            assertThat(session.meter.in("retiring")).isOne();
            session.tell(new Close(SessionCause.ROTATED));
            assertEnded(SessionCause.ROTATED, "");
            assertThat(session.meter.in("retiring")).isZero();
        }

        @Test
        @DisplayName("makes way though it hears nothing yet, and then never hears")
        void retiresUnheard() {
            session.ready().tell(new RealtimeSessionActor.Retire()).hears(tape);
            write(1);

            assertThat(session.appends()).isEmpty();
            assertThat(session.notices).last().isEqualTo(new SessionNotice.Retired(7, 0));
        }

        @Test
        @DisplayName("goes on after an error that concerns one event")
        void survivesErrors() {
            session.hears(tape).ready();
            session.says(Wire.error("input_audio_buffer_commit_empty", "Error committing input audio buffer."));
            session.says(Wire.error("something_new", "?"));
            write(1);

            assertThat(session.ends()).isEmpty();
            assertThat(session.audio()).isEqualTo(Samples.counting(0, FRAME));
        }

        @Test
        @DisplayName("reports speech at its position on the track, though it began to hear in the middle")
        void positions() {
            write(500);
            var earlier = tape.resume(() -> {});
            earlier.read(new byte[2 * 2 * RATE], 2 * RATE);
            tape.settle(2 * RATE);
            session.hears(tape).ready().passes(Duration.ofSeconds(10));
            session.says(Wire.speechStarted("item_1", 1000))
                    .says(Wire.delta("item_1", " Hello"))
                    .says(Wire.speechStopped("item_1", 3500))
                    .says(Wire.completed("item_1", "Hello."));

            assertThat(session.notices.subList(2, session.notices.size()))
                    .containsExactly(
                            new SessionNotice.Hearing(7, 2 * RATE),
                            new SpeechStarted(7, "item_1", 3 * RATE, 3 * RATE + PREFIX),
                            new TranscriptDelta(7, "item_1", 0, " Hello"),
                            new SpeechStopped(7, "item_1", 2 * RATE + 3500 * 24, 2 * RATE + 3500 * 24 - SILENCE),
                            new TranscriptCompleted(7, "item_1", 0, "Hello."));
        }

        @Test
        @DisplayName("reports speech at its position though the tape had to drop some audio unheard")
        void positionsAfterLoss() {
            Tape small = new Tape(RATE, Duration.ofMillis(200));
            session.hears(small).ready();
            small.write(Samples.counting(0, 2400), 0, 4800);
            QuietExecutor.awaitQuiet();
            small.write(Samples.counting(2400, 12_000), 0, 24_000);
            session.passes(Duration.ofSeconds(1)).says(Wire.speechStarted("item_1", 150));

            assertThat(session.notices)
                    .last()
                    .isEqualTo(new SpeechStarted(7, "item_1", 9600 + 1200, 9600 + 1200 + PREFIX));
        }

        @Test
        @DisplayName("reports nothing that was said before it was ready")
        void quietBefore() {
            session.accepted()
                    .says(Wire.CREATED)
                    .says(Wire.speechStarted("i", 0))
                    .says(Wire.completed("i", "?"));

            assertThat(session.course()).containsExactly("Configuring");
        }

        @Test
        @DisplayName("says that the track has been heard once no more voice activity can be due")
        void trackEnds() {
            session.hears(tape).ready();
            write(3);
            tape.end();
            session.passes(SessionUnderTest.LAST_WORDS.minusMillis(1));
            assertThat(session.notices).doesNotContain(new TrackAppended(7));
            session.passes(Duration.ofMillis(1));

            assertThat(session.notices).last().isEqualTo(new TrackAppended(7));
            assertThat(session.received()).noneMatch(event -> event.contains("commit"));
        }

        @Test
        @DisplayName(
                "ends the turn that is open at the end of the track, and reports that end, which the service will not")
        void lastTurn() {
            session.hears(tape).ready();
            write(5);
            session.says(Wire.speechStarted("item_1", 20));
            tape.end();
            session.passes(Duration.ofSeconds(2));

            assertThat(session.received()).last().isEqualTo("{\"type\":\"input_audio_buffer.commit\"}");
            assertThat(session.notices)
                    .endsWith(new SpeechStopped(7, "item_1", 5 * FRAME, 5 * FRAME), new TrackAppended(7));
            session.says(Wire.completed("item_1", "Bye."));
            assertThat(session.notices).last().isEqualTo(new TranscriptCompleted(7, "item_1", 0, "Bye."));
        }

        @Test
        @DisplayName("and dies after the end of the track leaves it to the next to hear the rest again")
        void diesAfterTheTrack() {
            session.hears(tape).ready();
            write(5);
            tape.end();
            session.passes(Duration.ofMillis(100)).closes(1000, "").passes(Duration.ofSeconds(2));
            assertThat(session.notices).doesNotContain(new TrackAppended(7));

            SessionUnderTest next = new SessionUnderTest(KIT);
            next.hears(tape).ready().passes(Duration.ofSeconds(2));
            assertThat(next.audio()).isEqualTo(Samples.counting(0, 5 * FRAME));
            assertThat(next.notices).last().isEqualTo(new TrackAppended(7));
        }
    }

    @Nested
    @DisplayName("that is asked")
    class Asked {
        private static final String QUESTION = "{\"type\":\"response.create\",\"response\":{}}";

        @Test
        @DisplayName("puts the question to the service under its id, and brings back calls and the end of the answer")
        void answers() {
            session.ready().tell(new Ask("a1", QUESTION));
            assertThat(session.received())
                    .last()
                    .isEqualTo("{\"event_id\":\"a1\",\"type\":\"response.create\",\"response\":{}}");
            session.says(Wire.responseCreated("resp_1", "a1"))
                    .says(Wire.toolCall("resp_1", "call_1"))
                    .says(Wire.toolCall("resp_1", "call_1"))
                    .says(Wire.responseDone("resp_1", "completed"));

            assertThat(session.notices.subList(2, session.notices.size()))
                    .containsExactly(
                            new AnswerBegun(7, "a1"),
                            new ToolCalled(7, "a1", "offer_hint", "{}"),
                            new AnswerEnded(7, "a1", true, "completed"));
        }

        @Test
        @DisplayName("tells answers apart that come at the same time")
        void parallel() {
            session.ready().tell(new Ask("a1", QUESTION)).tell(new Ask("a2", QUESTION));
            session.says(Wire.responseCreated("resp_1", "a1")).says(Wire.responseCreated("resp_2", "a2"));
            session.says(Wire.toolCall("resp_2", "call_2")).says(Wire.responseDone("resp_1", "failed"));

            assertThat(session.notices.subList(2, session.notices.size()))
                    .containsExactly(
                            new AnswerBegun(7, "a2"),
                            new ToolCalled(7, "a2", "offer_hint", "{}"),
                            new AnswerEnded(7, "a1", false, "failed"));
        }

        @Test
        @DisplayName("says nothing of responses that are not ours")
        void foreign() {
            session.ready().says("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_9\",\"metadata\":null}}");
            session.says(Wire.toolCall("resp_9", "call_9")).says(Wire.responseDone("resp_9", "completed"));

            assertThat(session.course()).containsExactly("Configuring", "Ready");
        }

        @ParameterizedTest
        @ValueSource(strings = {"conversation_already_has_active_response", "invalid_value", "rate_limit_exceeded"})
        @DisplayName("ends the answer, not itself, when the service refuses the question")
        void refusedQuestion(String code) {
            session.ready().tell(new Ask("a1", QUESTION)).says(Wire.errorAbout("a1", code));

            assertThat(session.notices).last().isEqualTo(new AnswerEnded(7, "a1", false, code));
            assertThat(session.ends()).isEmpty();
        }

        @Test
        @DisplayName("takes no other error for one about a question")
        void otherError() {
            session.ready().tell(new Ask("a1", QUESTION)).says(Wire.errorAbout("a2", "invalid_value"));

            assertThat(session.course()).containsExactly("Configuring", "Ready");
        }

        @Test
        @DisplayName("a thousand times without an answer still answers the next")
        void unanswered() {
            session.ready();
            for (int ask = 0; ask < 1000; ask++) {
                session.tell(new Ask("a" + ask, QUESTION)).says(Wire.responseCreated("resp_" + ask, "a" + ask));
            }
            session.says(Wire.responseDone("resp_999", "completed")).says(Wire.responseDone("resp_0", "completed"));

            assertThat(session.notices.subList(2, session.notices.size()))
                    .as("the first of them is forgotten")
                    .containsExactly(new AnswerEnded(7, "a999", true, "completed"));
        }
    }

    @Test
    @DisplayName("that follows a dead one hears all that is not settled again, in order, and then what is new")
    void successor() {
        write(100);
        session.hears(tape).ready().passes(Duration.ofSeconds(1));
        assertThat(session.audio()).isEqualTo(Samples.counting(0, 100 * FRAME));
        tape.settle(12_345);
        session.breaks(new IOException("gone"));
        write(50);
        assertThat(tape.held()).isEqualTo(50 * FRAME);

        SessionUnderTest next = new SessionUnderTest(KIT);
        next.hears(tape).ready().passes(Duration.ofSeconds(3));

        assertThat(next.audio()).isEqualTo(Samples.counting(12_345, 150 * FRAME - 12_345));
        assertThat(next.course()).containsExactly("Configuring", "Ready", "hearing from 12345");
        assertThat(tape.held()).isZero();
    }

    private void write(int frames) {
        tape.write(Samples.counting(written, frames * FRAME), 0, 2 * frames * FRAME);
        written += frames * FRAME;
        QuietExecutor.awaitQuiet();
    }

    private void assertEnded(SessionCause cause, String detail) {
        assertEnded(session, cause);
        assertThat(session.meter.ended).containsExactly(cause);
        assertThat(session.ends()).containsExactly(new Ended(7, cause, detail));
    }

    private static void assertEnded(SessionUnderTest ended, SessionCause cause) {
        assertThat(ended.ends()).hasSize(1);
        assertThat(ended.course()).last().isEqualTo("ended " + cause.wireName());
        assertThat(ended.terminated()).isTrue();
        assertThat(ended.disconnected()).isTrue();
    }

    private void assertReadsNoMore() {
        List<String> before = List.copyOf(session.received());
        long held = tape.held();
        write(3);
        session.passes(Duration.ofMinutes(1));
        assertThat(session.received()).isEqualTo(before);
        assertThat(tape.held()).isEqualTo(held + 3 * FRAME);
    }

    private static final class BrokenFeed implements TrackFeed {
        @Override
        public int sampleRate() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Reading resume(long from, Runnable onReadable) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public void settle(long position) {}
    }
}
