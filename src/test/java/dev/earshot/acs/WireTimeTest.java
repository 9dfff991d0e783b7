package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.CallAudio;
import dev.earshot.ingress.DiscardReason;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.PcmFormat;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Time on the wire")
class WireTimeTest {

    private static final String METADATA =
            """
            {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"89e8cb59-b991-48b0-b154-1db84f16a077",\
            "encoding":"PCM","sampleRate":%d,"channels":1,"length":640}}""";

    private final CallAudio audio = new CallAudio("c-1", IngressSettings.ofDefaults(), () -> 0, new Unheard());
    private RehearsedMedia socket = new RehearsedMedia(audio.port());

    @Test
    @DisplayName("has a gap where frames are missing, by their literal timestamps")
    void gap() {
        metadata(16_000);
        for (String time : new String[] {"12.900", "12.920", "13.000", "13.020", "13.040", "13.060"}) {
            audio("\"timestamp\":\"2024-11-15T19:16:" + time + "Z\",\"participantRawID\":\"8:acs:a\"", 640);
        }
        assertThat(books()).extracting("received", "gaps", "gapSamples").containsExactly(6L * 320, 1L, 3L * 320);
    }

    @Test
    @DisplayName("knows a frame that comes again in another form of the same time")
    void duplicate() {
        metadata(24_000);
        audio("\"timestamp\":\"2024-11-15T19:16:12.925Z\",\"silent\":false", 960);
        audio("\"timestamp\":\"2024-11-15T19:16:12.9250000+00:00\"", 960);
        audio("\"Timestamp\":\"2024-11-15T19:16:12.945\"", 960);
        assertThat(books().discarded()).containsExactly(entry(DiscardReason.DUPLICATE, 480L));
        assertThat(books().received()).isEqualTo(3L * 480);
    }

    @Test
    @DisplayName("passes in silent frames, with data, with zeros and without")
    void silent() {
        metadata(16_000);
        audio("\"timestamp\":\"2024-11-15T19:16:12.900Z\"", 640);
        send(silentFrame("12.920", "\"data\":\"\","));
        send(silentFrame("12.940", "\"data\":null,"));
        send(silentFrame("12.960", ""));
        send(silentFrame("12.980", "\"data\":\"" + Base64.getEncoder().encodeToString(new byte[640]) + "\","));
        audio("\"timestamp\":\"2024-11-15T19:16:13.000Z\",\"silent\":true", 640);
        audio("\"timestamp\":\"2024-11-15T19:16:13.020Z\",\"silent\":false", 640);
        assertThat(books()).extracting("received", "gaps", "frames").containsExactly(7L * 320, 0L, 7L);
        assertThat(audio.report().anomalies()).isEmpty();
    }

    @Test
    @DisplayName("is that of the mixed stream where the participant is null, missing or empty")
    void nobody() {
        metadata(16_000);
        audio("\"timestamp\":\"2024-11-15T19:16:12.900Z\",\"participantRawID\":null", 640);
        audio("\"timestamp\":\"2024-11-15T19:16:12.920Z\"", 640);
        audio("\"timestamp\":\"2024-11-15T19:16:12.940Z\",\"participantRawID\":\"\"", 640);
        assertThat(audio.report().ledger().tracks()).hasSize(1);
        assertThat(books()).extracting("participant", "received", "gaps").containsExactly(null, 960L, 0L);
    }

    @Test
    @DisplayName("is taken from the order of arrival where a frame has none, or none that can be read")
    void untimed() {
        metadata(16_000);
        audio("\"timestamp\":\"2024-11-15T19:16:12.900Z\"", 640);
        audio("\"timestamp\":null", 640);
        audio("\"timestamp\":\"yesterday\"", 640);
        audio("\"timestamp\":\"0001-01-01T00:00:00+00:00\"", 640);
        audio("\"timestamp\":\"2024-11-15T19:16:12.980Z\"", 640);
        assertThat(books()).extracting("received", "gaps").containsExactly(5L * 320, 0L);
        assertThat(audio.report().anomalies())
                .containsExactly(entry(MediaAnomaly.MISSING_TIMESTAMP, 1L), entry(MediaAnomaly.BAD_TIMESTAMP, 2L));
    }

    @Test
    @DisplayName("goes on through a second socket, which announces its format anew and brings some frames again")
    void secondSocket() {
        metadata(16_000);
        for (int ms = 100; ms < 500; ms += 20) {
            audio("\"timestamp\":\"2024-11-15T19:16:12." + ms + "Z\"", 640);
        }
        socket = new RehearsedMedia(audio.port());
        metadata(16_000);
        for (int ms = 400; ms < 900; ms += 20) {
            audio("\"timestamp\":\"2024-11-15T19:16:12." + ms + "Z\"", 640);
        }
        assertThat(books().discarded()).containsExactly(entry(DiscardReason.OVERLAP, 5L * 320));
        assertThat(books()).extracting("held", "gaps").containsExactly(40L * 320, 0L);
    }

    private static String silentFrame(String time, String data) {
        return "{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"2024-11-15T19:16:" + time + "Z\"," + data
                + "\"silent\":true}}";
    }

    private void metadata(int sampleRate) {
        send(METADATA.formatted(sampleRate));
    }

    private void audio(String members, int bytes) {
        byte[] pcm = new byte[bytes];
        Arrays.fill(pcm, (byte) 1);
        send("{\"kind\":\"AudioData\",\"audioData\":{" + members + ",\"data\":\""
                + Base64.getEncoder().encodeToString(pcm) + "\"}}");
    }

    /** White space makes it as long as the frame's form asks for. */
    private void send(String json) {
        socket.receive(RehearsedMedia.frame((json + " ".repeat(Math.max(0, 130 - json.length()))).getBytes(UTF_8)));
    }

    private AudioLedger.Track books() {
        AudioLedger ledger = audio.report().ledger();
        assertThat(ledger.balances()).isTrue();
        return ledger.tracks().get(0);
    }

    private static final class Unheard implements CallAudio.Listener {
        @Override
        public void onTrackJoined(AudioTrack track) {}

        @Override
        public void onGap(AudioTrack track, long startMs, long endMs, long samples) {}

        @Override
        public void onFormatRefused(PcmFormat format) {}

        @Override
        public void onOpened() {}

        @Override
        public void onLost(MediaEnd cause) {}
    }
}
