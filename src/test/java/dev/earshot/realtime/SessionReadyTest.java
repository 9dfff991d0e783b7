package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.Hear;
import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TrackAppended;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session that is ready")
class SessionReadyTest extends SessionScene {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());

    SessionReadyTest() {
        super(KIT);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

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
    @DisplayName("counts what is new to it or unreadable, and goes on")
    void oddities() {
        session.ready().says("{\"type\":\"something.new\"}").says("{").says("[".repeat(5000));
        session.says(Wire.error("something_new", "?"));

        assertThat(session.meter.count(SessionMeter.Oddity.UNKNOWN_EVENT)).isOne();
        assertThat(session.meter.count(SessionMeter.Oddity.UNREADABLE_EVENT)).isEqualTo(2);
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
                                new SeedItem(SeedItem.Role.USER, "{\"speaker\":\"agent\",\"text\":\"Hi \\\"you\\\"\"}"),
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

        assertThat(session.notices).last().isEqualTo(new SpeechStarted(7, "item_1", 9600 + 1200, 9600 + 1200 + PREFIX));
    }

    @Test
    @DisplayName("reports nothing that was said before it was ready")
    void quietBefore() {
        session.accepted().says(Wire.CREATED).says(Wire.speechStarted("i", 0)).says(Wire.completed("i", "?"));

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
    @DisplayName("ends the turn that is open at the end of the track, and reports that end, which the service will not")
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

    @Test
    @DisplayName("and follows a dead one hears all that is not settled again, in order, and then what is new")
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
}
