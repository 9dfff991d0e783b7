package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One call whose frames of 20 ms each are known by their number: what is in them follows from it. */
final class TimedCall implements CallAudio.Listener {

    static final int FRAME = 320;
    static final long FRAME_MICROS = 20_000;
    static final long T0 = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli() * 1_000;

    /** A session would hear two seconds of a silence; here all of it is looked at. */
    static final TimingSettings TIMING = new TimingSettings(
            Duration.ofMillis(10),
            Duration.ofMillis(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            200,
            Duration.ofMillis(60),
            Duration.ofMinutes(10));

    final AtomicLong clockMs = new AtomicLong();
    final List<String> told = new ArrayList<>();
    final CallAudio audio;
    MediaPort port;

    TimedCall() {
        this(TIMING);
    }

    TimedCall(TimingSettings timing) {
        audio = new CallAudio(
                "c-1",
                new IngressSettings(Duration.ofMinutes(10), 8, timing, TapeMemory.forTapes(8, Duration.ofMinutes(10))),
                clockMs::get,
                this);
        port = dial();
    }

    MediaPort dial() {
        port = audio.port();
        port.opened(() -> told.add("closed"));
        port.format(PcmFormat.DEFAULT);
        return port;
    }

    /** What is in frame {@code number}. */
    static byte[] pcm(int number) {
        byte[] pcm = new byte[2 * FRAME];
        for (int i = 0; i < FRAME; i++) {
            int sample = i == 0 ? number + 1 : (number * 7_919 + i * 31) % 30_000 + 1;
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
        return pcm;
    }

    /** Frames at the time at which they are due. */
    void frames(int... numbers) {
        for (int number : numbers) {
            frameAt(number, T0 + number * FRAME_MICROS);
        }
    }

    /** A row of frames whose timestamps are all off. */
    void run(int from, int until, long offMicros) {
        for (int number = from; number < until; number++) {
            frameAt(number, T0 + number * FRAME_MICROS + offMicros);
        }
    }

    void frameAt(int number, long stampMicros) {
        frame(null, stampMicros, pcm(number));
    }

    void frame(@Nullable String participant, long stampMicros, byte[] pcm) {
        port.frame(participant, stampMicros, false, pcm, 0, pcm.length);
    }

    void silent(long number) {
        port.frame(null, T0 + number * FRAME_MICROS, true, new byte[0], 0, 0);
    }

    /** All that the first track has, by the numbers of its frames: -1 for one of silence, -2 for what is none. */
    List<Integer> heard() {
        Tape tape = track().tape();
        int samples = (int) tape.written();
        byte[] all = new byte[2 * samples];
        track().feed().resume(() -> {}).read(all, samples);
        List<Integer> numbers = new ArrayList<>();
        for (int at = 0; at + FRAME <= samples; at += FRAME) {
            numbers.add(number(Arrays.copyOfRange(all, 2 * at, 2 * (at + FRAME))));
        }
        return numbers;
    }

    private static int number(byte[] pcm) {
        if (Arrays.equals(pcm, new byte[2 * FRAME])) {
            return -1;
        }
        int number = (pcm[0] & 0xff | pcm[1] << 8) - 1;
        return number >= 0 && Arrays.equals(pcm, pcm(number)) ? number : -2;
    }

    AudioTrack track() {
        return audio.report().tracks().get(0);
    }

    AudioLedger.Track books() {
        return books(0);
    }

    AudioLedger.Track books(int track) {
        AudioLedger ledger = audio.report().ledger();
        assertThat(ledger.balances()).as("%s", ledger).isTrue();
        return ledger.tracks().get(track);
    }

    Map<MediaAnomaly, Long> anomalies() {
        return audio.report().anomalies();
    }

    @Override
    public void onTrackJoined(AudioTrack track) {
        told.add("joined " + track.trackId() + " at " + track.offsetMs());
    }

    @Override
    public void onGap(AudioTrack track, long startMs, long endMs, long samples) {
        told.add("gap " + track.trackId() + " " + startMs + "-" + endMs + " " + samples);
    }

    @Override
    public void onFormatRefused(PcmFormat format) {}

    @Override
    public void onOpened() {}

    @Override
    public void onLost(MediaEnd cause) {}
}
