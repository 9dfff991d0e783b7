package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.FakeService;
import dev.earshot.realtime.FakeService.Dialled;
import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A session that lives for a minute: the next one is opened after half of it, and takes over at the latest after 45 s. */
@DisplayName("A session that is about to expire")
class RotationTest {
    private static final ActorTestKit KIT = ActorTestKit.create(FakeService.config());
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int BYTES_A_SECOND = 48_000;

    private final FakedCall call = new FakedCall(KIT);

    @AfterEach
    void close() {
        call.close();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    @DisplayName("hears on while the next is opened, and is followed by it in a pause, without a gap")
    void inAPause() {
        Dialled first = heardFor(28_000);
        assertThat(call.service.dialled()).hasSize(1);
        call.silence(3_000);
        assertThat(call.service.dialled()).hasSize(2);
        call.silence(2_000);
        int before = first.audio();
        call.ready(MINUTE).silence(3_000);
        Dialled second = call.service.newest();
        call.silence(3_000);

        assertThat(before).isGreaterThan(32 * BYTES_A_SECOND);
        assertThat(first.over()).isTrue();
        assertThat(second.audio())
                .as("it began a second before it took over, at most")
                .isBetween(4 * BYTES_A_SECOND, 7 * BYTES_A_SECOND);
        assertThat(first.audio() + second.audio()).isGreaterThanOrEqualTo(39 * BYTES_A_SECOND);
        assertThat(call.service.ended()).containsExactly(SessionCause.ROTATED);
        assertThat(call.sessions())
                .containsSubsequence(
                        "1 ready",
                        "1 rotating:sessionExpiring",
                        "2 connecting",
                        "2 configuring",
                        "2 ready",
                        "1 closed:rotated");
    }

    @Test
    @DisplayName("says a transcript twice, or of nothing, and that is counted and not shown")
    void strayTranscripts() {
        Dialled first = heardFor(3_000);
        first.transcribes("i9", "Of nothing.");
        call.silence(100);

        assertThat(call.service.odd(SessionMeter.Oddity.STRAY_TRANSCRIPT)).isOne();
    }

    @Test
    @DisplayName("is not followed while somebody speaks or a transcript is awaited, and then at once")
    void notInMidSpeech() {
        Dialled first = heardFor(31_000);
        call.ready(MINUTE);
        first.speechStarts("i1", 31_000);
        call.sound(3_000).silence(2_000);
        first.speechStops("i1", 34_500);
        call.silence(2_000);
        assertThat(call.service.newest().audio()).isZero();
        first.transcribes("i1", "One.");
        call.silence(2_000);

        assertThat(first.over()).isTrue();
        assertThat(call.service.newest().audio()).isPositive();
        assertThat(call.finals()).containsExactly("t1-u1 One.");
    }

    @Test
    @DisplayName(
            "is followed at the last moment in mid-speech, which is heard again from its beginning and is one utterance")
    void lastMoment() {
        Dialled first = heardFor(31_000);
        call.ready(MINUTE);
        Dialled second = call.service.newest();
        first.speechStarts("i1", 40_000);
        call.silence(9_000).sound(4_000);
        assertThat(second.audio()).isZero();
        call.sound(2_000);

        assertThat(first.over()).isTrue();
        long from = heardFromMs(second);
        assertThat(from).isLessThanOrEqualTo(40_000);
        second.speechStarts("i9", 40_000 - from);
        call.sound(3_000).silence(5_000);
        second.speechStops("i9", 49_500 - from);
        second.transcribes("i9", "All of it.");
        assertThat(call.finals()).containsExactly("t1-u1 All of it.");
    }

    @Test
    @DisplayName("finishes at the last moment what it has heard to its end, while the next hears what follows already")
    void finishes() {
        Dialled first = heardFor(31_000);
        call.ready(MINUTE);
        Dialled second = call.service.newest();
        first.speechStarts("i1", 31_000);
        call.sound(12_000).silence(1_000);
        first.speechStops("i1", 43_500);
        call.silence(2_000);
        assertThat(first.over()).as("it still owes a transcript").isFalse();
        int before = first.audio();
        long from = heardFromMs(second);
        assertThat(from)
                .as("where the turn ended, or in the silence that followed")
                .isBetween(43_500L, 45_000L);
        second.speechStarts("i1", 0);
        call.sound(2_000).silence(1_000);
        second.speechStops("i1", 47_500 - from);
        second.transcribes("i1", "Two.");
        assertThat(call.finals()).as("in spoken order").isEmpty();
        first.transcribes("i1", "One.");
        call.silence(1_000);

        assertThat(first.audio()).as("its gate is closed").isEqualTo(before);
        assertThat(first.over()).isTrue();
        assertThat(call.finals()).containsExactly("t1-u1 One.", "t1-u2 Two.");
        assertThat(call.sessions()).endsWith("1 closed:rotated");
    }

    @Test
    @DisplayName("has all of it heard again by a third where it dies while it still owes a transcript")
    void diesWhileItFinishes() {
        Dialled first = finishing();
        first.breaks();
        call.pass(Duration.ofMillis(200));
        assertThat(call.service.dialled()).hasSize(3);
        assertThat(call.service.dialled().get(1).over()).isTrue();
        call.ready(MINUTE).silence(1_000);
        Dialled third = call.service.newest();
        long from = heardFromMs(third);
        assertThat(from).isLessThanOrEqualTo(31_000);
        third.speechStarts("i1", 31_000 - from);
        call.silence(10_000);
        third.speechStops("i1", 43_500 - from);
        third.transcribes("i1", "One.");

        assertThat(call.finals()).containsExactly("t1-u1 One.");
        assertThat(call.sessions()).contains("1 recovering:connectionLost", "3 ready");
    }

    @Test
    @DisplayName("and the next one are followed by a third where the next one dies meanwhile")
    void nextDiesWhileItFinishes() {
        Dialled first = finishing();
        call.service.newest().breaks();
        call.pass(Duration.ofMillis(200));
        call.ready(MINUTE).silence(1_000);

        assertThat(first.over()).isTrue();
        assertThat(call.service.dialled()).hasSize(3);
        assertThat(heardFromMs(call.service.newest())).isLessThanOrEqualTo(31_000);
        assertThat(call.sessions()).contains("2 recovering:connectionLost", "3 ready");
    }

    @Test
    @DisplayName("is over at once where it owes nothing, and the next hears on")
    void diesOwingNothing() {
        Dialled first = finishing();
        first.transcribes("i1", "One.");
        first.breaks();
        call.silence(1_000);

        assertThat(call.service.dialled()).hasSize(2);
        assertThat(call.service.newest().over()).isFalse();
        assertThat(call.sessions()).endsWith("1 closed:rotated");
    }

    /** The last moment has come, the next session hears, and a transcript is owed of what began at 31 s. */
    private Dialled finishing() {
        Dialled first = heardFor(31_000);
        call.ready(MINUTE);
        first.speechStarts("i1", 31_000);
        call.sound(12_000).silence(1_000);
        first.speechStops("i1", 43_500);
        call.silence(2_000);
        assertThat(call.service.newest().audio()).isPositive();
        return first;
    }

    @Test
    @DisplayName("hears on where the next one fails, which is tried again after ever longer waits")
    void nextFails() {
        Dialled first = heardFor(31_000);
        for (int failures = 1; failures <= 4; failures++) {
            call.service.newest().refuses(503, Duration.ZERO);
            call.pass(Duration.ofMillis((100L << failures) - 1));
            assertThat(call.service.dialled()).hasSize(1 + failures);
            call.pass(Duration.ofMillis(1));
            assertThat(call.service.dialled()).hasSize(2 + failures);
        }
        int before = first.audio();
        call.silence(1_000);
        assertThat(first.audio()).isGreaterThan(before);
        call.ready(MINUTE).silence(2_000);

        assertThat(call.sessions())
                .contains("2 rotating:upgradeRefused", "6 ready")
                .endsWith("1 closed:rotated");
        assertThat(first.over()).isTrue();
    }

    @Test
    @DisplayName("hears on to its end where no other would do, and is then followed by one last attempt")
    void nextFatal() {
        Dialled first = heardFor(31_000);
        call.service.newest().refuses(401, Duration.ZERO);
        call.silence(5_000);
        assertThat(call.service.dialled()).hasSize(2);
        assertThat(first.over()).isFalse();
        first.closes(1001, "Your session hit the maximum duration of 60 minutes.");
        call.pass(Duration.ofSeconds(1));
        assertThat(call.service.dialled()).hasSize(3);
        call.service.newest().refuses(401, Duration.ZERO);
        call.pass(Duration.ofMinutes(5));

        assertThat(call.service.dialled()).hasSize(3);
        assertThat(call.sessions()).endsWith("1 recovering:sessionExpired", "3 connecting", "3 closed:unauthorized");
    }

    @Test
    @DisplayName("is followed at once, wherever the next one stands, when it ends before its time")
    void diesBeforeItsTime() {
        Dialled first = heardFor(31_000);
        first.breaks();
        assertThat(call.service.dialled()).hasSize(2);
        call.ready(MINUTE).silence(1_000);
        assertThat(call.service.newest().audio()).isPositive();
        assertThat(call.sessions()).contains("1 closed:connectionLost").doesNotContain("1 recovering:connectionLost");

        call.silence(31_000).ready(MINUTE);
        call.service.dialled().get(1).breaks();
        call.silence(1_000);
        assertThat(call.service.dialled()).hasSize(3);
        assertThat(call.service.newest().audio()).isPositive();
    }

    @Test
    @DisplayName("is left to its end where nobody knows when that is, or where its life is too short")
    void unknownLife() {
        call.ready(Duration.ofSeconds(5)).joins().silence(20_000);
        assertThat(call.service.dialled()).hasSize(1);
    }

    @Test
    @DisplayName("tells the next, before it hears, what was said; the first of a call is told nothing")
    void seeds() {
        call.ready(MINUTE).joins();
        Dialled first = call.service.newest();
        first.speechStarts("i1", 0);
        call.sound(2_000).silence(1_000);
        first.speechStops("i1", 2_500);
        first.transcribes("i1", "Say \\\"stop\\\".");
        call.silence(28_000).ready(MINUTE).silence(3_000);

        assertThat(first.received()).noneMatch(event -> event.contains("conversation.item.create"));
        assertThat(call.service.newest().received().subList(0, 3))
                .satisfies(events -> assertThat(events.get(0)).contains("session.update"))
                .satisfies(
                        events -> assertThat(events.get(1))
                                .isEqualTo(
                                        "{\"event_id\":\"seed-1\",\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                                                + "\"content\":[{\"type\":\"input_text\",\"text\":"
                                                + "\"{\\\"speaker\\\":\\\"unknown\\\",\\\"text\\\":\\\"Say \\\\\\\"stop\\\\\\\".\\\"}\"}]}}"))
                .satisfies(events -> assertThat(events.get(2)).contains("input_audio_buffer.append"));
    }

    /** Where on the track the session that hears began to. */
    private long heardFromMs(Dialled session) {
        return call.appendedUntilMs() - session.audio() / (BYTES_A_SECOND / 1_000);
    }

    /** A session that hears, with a minute to live, after so much silence. */
    private Dialled heardFor(int ms) {
        call.ready(MINUTE).joins();
        Dialled first = call.service.newest();
        call.silence(ms);
        return first;
    }
}
