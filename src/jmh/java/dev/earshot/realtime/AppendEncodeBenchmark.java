package dev.earshot.realtime;

import dev.earshot.PartBenchmark;
import dev.earshot.audio.Noise;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 20 ms of audio at 24 kHz into one append event. */
@State(Scope.Thread)
public class AppendEncodeBenchmark extends PartBenchmark {

    private final byte[] pcm = Noise.pcm(APPENDED_BYTES);

    @Benchmark
    public String append() {
        return ClientEvents.append(pcm, pcm.length);
    }
}
