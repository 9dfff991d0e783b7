package dev.earshot;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call's frame the whole way but its two sockets: from the bytes of a masked WebSocket frame to the bytes of the one that
 * carries its append. So much of it is code that it takes longer than a part to warm up.
 */
@State(Scope.Thread)
@Warmup(iterations = 15, time = 1)
public class FrameBenchmark extends PartBenchmark {

    private final Rehearsal call = new Rehearsal();

    /** Fails where the frame did not come out: what is measured is the whole way, or nothing. */
    @Benchmark
    public int frame() {
        int bytes = call.frame();
        if (bytes < APPENDED_BYTES) {
            throw new IllegalStateException("a frame came out as " + bytes + " bytes");
        }
        return bytes;
    }
}
