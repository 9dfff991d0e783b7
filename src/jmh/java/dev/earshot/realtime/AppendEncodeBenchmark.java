package dev.earshot.realtime;

import dev.earshot.PartBenchmark;
import dev.earshot.audio.Noise;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 20 ms of audio at 24 kHz into one append event, in a buffer for the network. */
@State(Scope.Thread)
public class AppendEncodeBenchmark extends PartBenchmark {

    private final AppendEncoder encoder = new AppendEncoder();
    private final byte[] pcm = Noise.pcm(APPENDED_BYTES);

    @Benchmark
    public int append() {
        ByteBuf event = encoder.encode(ByteBufAllocator.DEFAULT, pcm, pcm.length);
        int bytes = event.readableBytes();
        event.release();
        return bytes;
    }
}
