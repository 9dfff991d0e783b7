package dev.earshot.audio;

import dev.earshot.PartBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One frame through {@link PolyphaseResampler}, 320 samples in and 480 out, the track going on from frame to frame. */
@State(Scope.Thread)
public class ResamplerBenchmark extends PartBenchmark {

    private final PolyphaseResampler resampler = new PolyphaseResampler();
    private final byte[] frame = Noise.pcm(FRAME_BYTES);
    private final byte[] out = new byte[PolyphaseResampler.maxOutputBytes(FRAME_BYTES)];

    @Benchmark
    public byte[] resample() {
        resampler.resample(frame, 0, frame.length, out, 0);
        return out;
    }
}
