package dev.earshot;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the figures of the parts are to be held against: nothing at all, and the copying of one frame. */
@State(Scope.Thread)
public class BaseLineBenchmark extends PartBenchmark {

    private final byte[] frame = new byte[FRAME_BYTES];
    private final byte[] copy = new byte[FRAME_BYTES];

    @Benchmark
    public void nothing() {}

    @Benchmark
    public byte[] copyOfAFrame() {
        System.arraycopy(frame, 0, copy, 0, frame.length);
        return copy;
    }
}
