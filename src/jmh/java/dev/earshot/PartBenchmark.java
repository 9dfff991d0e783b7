package dev.earshot;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How every part is measured: mean time of one operation in µs, the same number of samples in each. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public abstract class PartBenchmark {

    /** Samples of 20 ms at 16 kHz. */
    public static final int FRAME_SAMPLES = 320;

    /** Bytes of 20 ms at 16 kHz. */
    public static final int FRAME_BYTES = 2 * FRAME_SAMPLES;

    /** Bytes of 20 ms at 24 kHz. */
    public static final int APPENDED_BYTES = 960;
}
