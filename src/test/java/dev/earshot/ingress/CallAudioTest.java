package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallAudioTest {

    private static final long T0 = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli() * 1_000;
    private static final PcmFormat PCM_16K = new PcmFormat("PCM", 16_000, 1);
    private static final PcmFormat PCM_24K = new PcmFormat("PCM", 24_000, 1);

    private final AtomicLong clockMs = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final CallAudio audio = new CallAudio(
            "c-1",
            new IngressSettings(
                    Duration.ofSeconds(60), 3, TimingSettings.DEFAULT, TapeMemory.forTapes(3, Duration.ofSeconds(60))),
            clockMs::get,
            new Told());
    private final AtomicInteger closed = new AtomicInteger();
    private final MediaPort port = open();

    @Test
    void eachParticipantAndTheMixedStreamGetATrackInOrderOfJoining() {
        port.format(PCM_16K);
        frame(port, "8:acs:a", T0, 320);
        frame(port, null, T0, 320);
        frame(port, "4:+100", T0 + 5_000_000, 320);
        frame(port, "8:acs:a", T0 + 20_000, 320);

        assertThat(ledger()).extracting(AudioLedger.Track::trackId).containsExactly("t1", "t2", "t3");
        assertThat(ledger()).extracting(AudioLedger.Track::participant).containsExactly("8:acs:a", null, "4:+100");
        assertThat(ledger()).extracting(AudioLedger.Track::received).containsExactly(640L, 320L, 320L);
        assertThat(told).containsExactly("opened", "joined t1 at 0", "joined t2 at 0", "joined t3 at 5000");
    }

    @Test
    void theCallClockOfTheFirstFrameIsWhenItArrived() {
        clockMs.set(700);
        frame(port, "a", T0, 320);
        clockMs.set(900);
        frame(port, "b", T0 + 100_000, 320);
        frame(port, "c", MediaPort.NO_TIMESTAMP, 320);
        assertThat(told).endsWith("joined t1 at 700", "joined t2 at 800", "joined t3 at 900");
    }

    @Test
    void oneParticipantTooManyIsRefusedAndCounted() {
        port.format(PCM_16K);
        for (String participant : List.of("a", "b", "c", "d", "d")) {
            frame(port, participant, T0, 320);
        }
        assertThat(ledger()).hasSize(3);
        assertThat(anomalies()).containsExactly(entry(MediaAnomaly.TOO_MANY_TRACKS, 2L));
    }

    @Test
    void withoutMetadataTheDefaultIsAssumedAndNamedOnceForTheSocket() {
        frame(port, null, T0, 320);
        frame(port, null, T0 + 20_000, 320);
        assertThat(ledger()).extracting(AudioLedger.Track::sampleRate).containsExactly(16_000);
        assertThat(anomalies()).containsExactly(entry(MediaAnomaly.METADATA_MISSING, 1L));
    }

    @Test
    void aRedialThatSaysNothingGoesOnInTheFormatBefore() {
        port.format(PCM_24K);
        frame(port, null, T0, 480);
        MediaPort redial = open();
        frame(redial, null, T0 + 20_000, 480);
        assertThat(ledger().get(0).received()).isEqualTo(960);
        assertThat(ledger().get(0).discarded()).isEmpty();
    }

    @Test
    void whatCannotBeHeardIsBookedAndTheCallIsToldOnce() {
        port.format(new PcmFormat("PCM", 44_100, 1));
        frame(port, null, T0, 441);
        port.format(new PcmFormat("OPUS", 16_000, 1));
        frame(port, null, T0 + 10_000, 441);

        assertThat(ledger().get(0).discarded()).containsExactly(entry(DiscardReason.UNSUPPORTED_FORMAT, 882L));
        assertThat(told).containsExactly("opened", "refused 44100");
    }

    @Test
    void anotherRateAmidTheCallIsNamedAndHeardOnATrackOfThatRate() {
        port.format(PCM_16K);
        frame(port, "a", T0, 320);
        port.format(PCM_16K);
        frame(port, "a", T0 + 20_000, 320);
        port.format(PCM_24K);
        frame(port, "a", T0 + 40_000, 480);
        frame(port, "b", T0 + 40_000, 480);
        port.format(PCM_16K);
        frame(port, "a", T0 + 60_000, 320);

        assertThat(anomalies())
                .containsExactly(entry(MediaAnomaly.METADATA_REPEATED, 1L), entry(MediaAnomaly.FORMAT_CHANGED, 2L));
        assertThat(ledger()).extracting(AudioLedger.Track::participant).containsExactly("a", "a", "b");
        assertThat(ledger()).extracting(AudioLedger.Track::sampleRate).containsExactly(16_000, 24_000, 24_000);
        assertThat(ledger()).extracting(AudioLedger.Track::held).containsExactly(960L, 480L, 480L);
        assertThat(told).containsExactly("opened", "joined t1 at 0", "joined t2 at 40", "joined t3 at 40");
        assertThat(audio.report().tracks().get(0).callMs(640))
                .as("what was said on t2 passed")
                .isEqualTo(60);
    }

    @Test
    void anotherRateForWhichThereIsNoTrackLeftIsBookedAndToldOnce() {
        port.format(PCM_16K);
        for (String participant : List.of("a", "b", "c")) {
            frame(port, participant, T0, 320);
        }
        port.format(PCM_24K);
        frame(port, "a", T0 + 20_000, 480);
        frame(port, "a", T0 + 40_000, 480);

        assertThat(ledger()).hasSize(3);
        assertThat(ledger().get(0).discarded()).containsExactly(entry(DiscardReason.UNSUPPORTED_FORMAT, 960L));
        assertThat(told).endsWith("refused 24000");
    }

    @Test
    void timeThatWasDiscardedIsNoGapOnceTheFormatIsRightAgain() {
        port.format(PCM_16K);
        frame(port, null, T0, 320);
        port.format(new PcmFormat("PCM", 8_000, 1));
        for (int i = 1; i < 50; i++) {
            frame(port, null, T0 + i * 20_000L, 160);
        }
        port.format(PCM_16K);
        frame(port, null, T0 + 1_000_000, 320);

        assertThat(ledger().get(0).gaps()).isZero();
        assertThat(audio.report().tracks().get(0).callMs(320)).isEqualTo(1_000);
    }

    @Test
    void silentFramesKeepTimeWithOrWithoutData() {
        port.format(PCM_24K);
        port.frame(null, T0, true, new byte[0], 0, 0);
        assertThat(ledger().get(0).received())
                .as("20 ms where no frame came before")
                .isEqualTo(480);
        frame(port, null, T0 + 20_000, 240);
        port.frame(null, T0 + 30_000, true, new byte[0], 0, 0);
        assertThat(ledger().get(0).received()).as("as long as the last frame").isEqualTo(960);
        port.frame(null, T0 + 40_000, true, Samples.counting(0, 100), 0, 200);
        assertThat(ledger().get(0).received()).as("its own data").isEqualTo(1_060);
        assertThat(ledger().get(0).gaps()).isZero();

        byte[] heard = new byte[2 * 1_060];
        audio.report().tracks().get(0).feed().resume(() -> {}).read(heard, 1_060);
        assertThat(heard).startsWith(new byte[960]).endsWith(Samples.counting(0, 100));
    }

    @Test
    void halfSamplesAndEmptyFramesAreCountedAndSurvived() {
        port.format(PCM_16K);
        port.frame(null, T0, false, new byte[641], 0, 641);
        port.frame(null, T0, false, new byte[0], 0, 0);
        frame(port, null, T0, 320);
        port.frame(null, T0 + 20_000, false, new byte[1], 0, 1);
        assertThat(anomalies())
                .containsExactly(entry(MediaAnomaly.MISSING_DATA, 1L), entry(MediaAnomaly.ODD_LENGTH, 2L));
        assertThat(ledger().get(0)).extracting("received", "held", "frames").containsExactly(640L, 320L, 3L);
        assertThat(ledger().get(0).discarded()).containsExactly(entry(DiscardReason.MALFORMED, 320L));
    }

    @Test
    void aHugeFrameDoesNotMakeTheSilenceAfterItHuge() {
        port.format(PCM_16K);
        frame(port, null, T0, 24 * 16_000);
        port.frame(null, T0 + 24_000_000, true, new byte[0], 0, 0);
        port.frame(null, T0 + 24_100_000, true, new byte[0], 0, 0);
        assertThat(ledger().get(0).received()).isEqualTo(24 * 16_000 + 2 * 1_600);
        assertThat(ledger().get(0).gaps()).isZero();
    }

    @Test
    void aTrackThatHasTapedNothingTakesTheFirstRateThatCanBeHeard() {
        port.format(new PcmFormat("PCM", 44_100, 1));
        frame(port, "a", T0, 441);
        port.format(PCM_24K);
        clockMs.set(30);
        port.frame("a", T0 + 10_000, false, new byte[481], 0, 481);
        frame(port, "a", T0 + 30_000, 480);
        frame(port, "a", T0 + 50_000, 480);

        assertThat(told).containsExactly("opened", "refused 44100", "joined t1 at 30");
        assertThat(ledger()).hasSize(1);
        assertThat(ledger().get(0))
                .extracting("trackId", "sampleRate", "frames", "held", "gaps")
                .containsExactly("t1", 24_000, 4L, 960L, 0L);
        assertThat(ledger().get(0).discarded())
                .containsOnly(entry(DiscardReason.UNSUPPORTED_FORMAT, 441L), entry(DiscardReason.MALFORMED, 240L));
    }

    @Test
    void audioBeforeItsFormatThatWasNotTapedDoesNotBindTheTrackToTheDefault() {
        port.frame("a", T0, false, new byte[321], 0, 321);
        port.format(PCM_24K);
        frame(port, "a", T0 + 20_000, 480);
        assertThat(ledger().get(0)).extracting("sampleRate", "held").containsExactly(24_000, 480L);
        assertThat(audio.report().tracks().get(0).sampleRate()).isEqualTo(24_000);
    }

    @Test
    void timestampsThatHelpNobodyAreCountedAndTheAudioIsKept() {
        port.format(PCM_16K);
        frame(port, null, T0, 320);
        frame(port, null, MediaPort.NO_TIMESTAMP, 320);
        frame(port, null, MediaPort.BAD_TIMESTAMP, 320);
        frame(port, null, T0 + Duration.ofHours(25).toMillis() * 1_000, 320);
        frame(port, null, T0 - 20_000, 320);
        assertThat(anomalies())
                .containsExactly(entry(MediaAnomaly.MISSING_TIMESTAMP, 1L), entry(MediaAnomaly.BAD_TIMESTAMP, 3L));
        assertThat(ledger().get(0).held()).isEqualTo(5 * 320);
        assertThat(ledger().get(0).gaps()).isZero();
    }

    @Test
    void aSecondSocketSupersedesTheFirstWhichIsClosedAndWritesNothingMore() {
        port.format(PCM_16K);
        frame(port, null, T0, 320);
        MediaPort second = open();
        second.format(PCM_16K);

        frame(port, null, T0 + 20_000, 320);
        port.closed(MediaEnd.CLOSED);
        frame(second, null, T0 + 20_000, 320);

        assertThat(closed).hasValue(1);
        frame(port, "stranger", T0 + 20_000, 320);

        assertThat(ledger()).hasSize(1);
        assertThat(ledger().get(0)).extracting("received", "held").containsExactly(960L, 640L);
        assertThat(ledger().get(0).discarded()).containsExactly(entry(DiscardReason.STALE_SOCKET, 320L));
        assertThat(anomalies()).containsExactly(entry(MediaAnomaly.STALE_SOCKET, 2L));
        assertThat(told).containsExactly("opened", "joined t1 at 0", "opened");
        second.closed(MediaEnd.FAILED);
        assertThat(told).endsWith("lost failed");
    }

    @Test
    void whatArrivesForATrackAfterTheEndHasItsAccount() {
        port.format(PCM_16K);
        frame(port, null, T0, 320);
        audio.end();
        frame(port, null, T0 + 20_000, 320);
        frame(open(), null, T0 + 20_000, 160);

        assertThat(ledger().get(0)).extracting("received", "held").containsExactly(800L, 320L);
        assertThat(ledger().get(0).discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 480L));
    }

    @Test
    void aSocketThatComesAfterTheEndIsClosedAtOnce() {
        audio.end();
        assertThat(closed).as("the one that was there").hasValue(1);
        MediaPort late = open();
        assertThat(closed).hasValue(2);
        frame(late, null, T0, 320);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void theReportSaysWhetherAudioComesIn() {
        assertThat(audio.report().media()).isEqualTo(MediaReport.State.RECEIVING);
        clockMs.addAndGet(2_001);
        assertThat(audio.report().media()).isEqualTo(MediaReport.State.SILENT);
        frame(port, null, T0, 320);
        assertThat(audio.report().media()).isEqualTo(MediaReport.State.RECEIVING);
        port.closed(MediaEnd.CLOSED);
        assertThat(audio.report().media()).isEqualTo(MediaReport.State.LOST);
    }

    private MediaPort open() {
        MediaPort opened = audio.port();
        opened.opened(closed::incrementAndGet);
        return opened;
    }

    private static void frame(MediaPort to, @Nullable String participant, long timestampMicros, int samples) {
        to.frame(participant, timestampMicros, false, Samples.counting(0, samples), 0, 2 * samples);
    }

    private List<AudioLedger.Track> ledger() {
        assertThat(audio.report().ledger().balances()).isTrue();
        return audio.report().ledger().tracks();
    }

    private Map<MediaAnomaly, Long> anomalies() {
        return audio.report().anomalies();
    }

    private final class Told implements CallAudio.Listener {

        @Override
        public void onTrackJoined(AudioTrack track) {
            told.add("joined " + track.trackId() + " at " + track.offsetMs());
        }

        @Override
        public void onGap(AudioTrack track, long startMs, long endMs, long samples) {
            told.add("gap " + track.trackId() + " " + startMs + "-" + endMs + " " + samples);
        }

        @Override
        public void onFormatRefused(PcmFormat format) {
            told.add("refused " + format.sampleRate());
        }

        @Override
        public void onOpened() {
            told.add("opened");
        }

        @Override
        public void onLost(MediaEnd cause) {
            told.add("lost " + cause.wireName());
        }
    }
}
