package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import dev.earshot.audio.PolyphaseResampler;
import dev.earshot.simulator.caller.CallAccount;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One audio timeline as {@link AcsCaller} puts it on the wire: at the wire's rate, in whole frames. */
public final class AcsCallerTrack {

    private final @Nullable String participantRawId;
    private final byte[] pcm;
    private final int frameBytes;

    private AcsCallerTrack(@Nullable String participantRawId, byte[] pcm, int frameBytes) {
        this.participantRawId = participantRawId;
        this.pcm = pcm;
        this.frameBytes = frameBytes;
    }

    /** A track for each participant, or one for all of them. Equally long: the longest one and the silence after it. */
    public static List<AcsCallerTrack> of(AcsCallerOptions options) {
        List<byte[]> voices = options.participants().stream()
                .map(participant -> atRate(options.sampleRate(), participant.speech()))
                .toList();
        int frameBytes = options.frameSamples() * Pcm16.BYTES;
        int bytes = wholeFrames(voices, options, frameBytes);
        if (options.channel() == AcsCallerOptions.Channel.MIXED) {
            return List.of(new AcsCallerTrack(null, mix(voices, bytes), frameBytes));
        }
        return IntStream.range(0, voices.size())
                .mapToObj(i -> new AcsCallerTrack(
                        options.participants().get(i).rawId(), Arrays.copyOf(voices.get(i), bytes), frameBytes))
                .toList();
    }

    /** Whose track this is; null where all voices are mixed. */
    @Nullable
    String participantRawId() {
        return participantRawId;
    }

    /** The name of its books. */
    String name() {
        return participantRawId == null ? CallAccount.MIXED : participantRawId;
    }

    /** Rounds until it has said all. */
    int frames() {
        return pcm.length / frameBytes;
    }

    /** What it says in a round; it begins again once it has said all. */
    AcsFrame frame(int round, Instant time, AcsCallerOptions options) {
        int from = round % frames() * frameBytes;
        boolean silent =
                options.silence() != AcsCallerOptions.Silence.PLAIN && Pcm16.isDigitalZero(pcm, from, frameBytes);
        int length = silent && options.silence() == AcsCallerOptions.Silence.FLAGGED_EMPTY ? 0 : frameBytes;
        return new AcsFrame(time, participantRawId, AcsMessages.base64(pcm, from, length), silent);
    }

    private static int wholeFrames(List<byte[]> voices, AcsCallerOptions options, int frameBytes) {
        int longest = voices.stream().mapToInt(voice -> voice.length).max().orElse(0);
        long silence = Pcm16.millisToSamples(options.trailingSilenceMillis(), options.sampleRate()) * Pcm16.BYTES;
        long frames = (longest + silence + frameBytes - 1) / frameBytes;
        return Math.toIntExact(frames * frameBytes);
    }

    private static byte[] mix(List<byte[]> voices, int bytes) {
        byte[] mixed = new byte[bytes];
        for (int at = 0; at < bytes; at += Pcm16.BYTES) {
            int sum = 0;
            for (byte[] voice : voices) {
                sum += at < voice.length ? Pcm16.read(voice, at) : 0;
            }
            Pcm16.write(mixed, at, Pcm16.saturate(sum));
        }
        return mixed;
    }

    private static byte[] atRate(int sampleRate, WavFile speech) {
        byte[] pcm = speech.pcm();
        if (speech.sampleRate() == sampleRate) {
            return pcm;
        }
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] out = new byte[PolyphaseResampler.maxOutputBytes(pcm.length) + PolyphaseResampler.MAX_FLUSH_BYTES];
        int written = resampler.resample(pcm, 0, pcm.length, out, 0);
        written += resampler.flush(out, written);
        return Arrays.copyOfRange(out, PolyphaseResampler.DELAY_OUTPUT_SAMPLES * Pcm16.BYTES, written);
    }
}
