package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.FakeService;
import dev.earshot.realtime.FakeService.Dialled;
import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.realtime.SessionCause;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its connection stands and answers pings; no event comes any more. */
@DisplayName("A service that falls silent")
class SilentServiceTest {
    private static final ActorTestKit KIT = ActorTestKit.create(FakeService.config());

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
    @DisplayName("before it reports speech is left, and the speech heard again from before its beginning")
    void beforeSpeech() {
        Dialled first = silentFrom(6_000);
        call.sound(3_000).silence(9_000);

        heardAgain(first, 6_000);
    }

    @Test
    @DisplayName("in mid-speech is left, and the utterance heard again from its beginning")
    void inMidSpeech() {
        call.ready(FakedCall.HOUR).joins().silence(6_000);
        Dialled first = call.service.newest();
        first.speechStarts("i1", 6_000);
        first.fallsSilent();
        call.sound(3_000).silence(9_000);

        heardAgain(first, 6_100);
    }

    @Test
    @DisplayName("and owes a transcript is left, and the utterance heard again")
    void owingATranscript() {
        call.ready(FakedCall.HOUR).joins().silence(6_000);
        Dialled first = call.service.newest();
        first.speechStarts("i1", 6_000);
        call.sound(3_000).silence(500);
        first.speechStops("i1", 9_500);
        first.fallsSilent();
        call.silence(12_000);

        heardAgain(first, 6_100);
    }

    @Test
    @DisplayName("while nobody speaks is silent by right, and asked for nothing")
    void byRight() {
        Dialled first = silentFrom(6_000);
        call.silence(60_000);

        assertThat(first.over()).isFalse();
        assertThat(first.received()).noneMatch(SilentServiceTest::asks);
    }

    @Test
    @DisplayName("on what is no speech, and says so when it is asked, is kept")
    void noise() {
        call.ready(FakedCall.HOUR).joins().silence(6_000);
        Dialled first = call.service.newest();
        call.sound(40_000);

        assertThat(first.over()).isFalse();
        assertThat(first.received()).filteredOn(SilentServiceTest::asks).hasSizeBetween(3, 20);
    }

    @Test
    @DisplayName("that never answered a question is kept, because it may be mute by nature")
    void mute() {
        try (FakedCall other = new FakedCall(KIT, 1, new ProbeEvidence())) {
            other.service.newest().fallsSilent();
            Dialled first = silentFrom(other, 6_000);
            other.sound(40_000);

            assertThat(first.over()).isFalse();
            assertThat(first.received()).filteredOn(SilentServiceTest::asks).hasSize(1);
        }
    }

    @Test
    @DisplayName("is found out once any session of it has answered, and the first one asks at its beginning")
    void provenByAnyAnswer() {
        ProbeEvidence evidence = new ProbeEvidence();
        try (FakedCall earlier = new FakedCall(KIT, 1, evidence);
                FakedCall later = new FakedCall(KIT, 1, evidence)) {
            earlier.ready(FakedCall.HOUR);
            assertThat(earlier.service.newest().received())
                    .filteredOn(SilentServiceTest::asks)
                    .hasSize(1);

            later.service.newest().fallsSilent();
            Dialled first = silentFrom(later, 6_000);
            later.sound(3_000).silence(9_000);

            assertThat(first.over()).isTrue();
        }
    }

    private static boolean asks(String event) {
        return event.contains("conversation.item.retrieve");
    }

    private Dialled silentFrom(int ms) {
        return silentFrom(call, ms);
    }

    private static Dialled silentFrom(FakedCall call, int ms) {
        call.ready(FakedCall.HOUR).joins().silence(ms);
        Dialled first = call.service.newest();
        first.fallsSilent();
        return first;
    }

    /** Within 12 s, and not from after the speech's beginning. */
    private void heardAgain(Dialled first, long speechMs) {
        assertThat(first.over()).isTrue();
        assertThat(call.service.ended()).containsExactly(SessionCause.SERVICE_SILENT);
        call.pass(Duration.ofSeconds(1)).ready(FakedCall.HOUR).pass(Duration.ofSeconds(10));
        Dialled second = call.service.newest();
        assertThat(call.appendedUntilMs() - second.audio() / 48).isLessThanOrEqualTo(speechMs);
    }
}
