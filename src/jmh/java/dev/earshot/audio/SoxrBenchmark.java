package dev.earshot.audio;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.earshot.PartBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same frames through soxr at its high quality, as a yardstick for {@link ResamplerBenchmark}; without dither, of
 * which the resampler has none either. It reads and writes memory outside the heap, and its state goes on from frame to
 * frame. {@link #call} is what of its time is JNA's.
 */
@State(Scope.Thread)
public class SoxrBenchmark extends PartBenchmark {

    private static final long NULL = 0;

    private final Memory in = new Memory(FRAME_BYTES);
    private final Memory out = new Memory(2 * APPENDED_BYTES);
    private final Memory outDone = new Memory(Long.BYTES);
    private final long inAt = Pointer.nativeValue(in);
    private final long outAt = Pointer.nativeValue(out);
    private final long outDoneAt = Pointer.nativeValue(outDone);
    private long soxr;

    @Setup
    public void create() {
        Soxr.load();
        Soxr.IoSpec ioSpec = Soxr.soxr_io_spec(Soxr.INT16_INTERLEAVED, Soxr.INT16_INTERLEAVED);
        Soxr.QualitySpec qualitySpec = Soxr.soxr_quality_spec(Soxr.HIGH_QUALITY, 0);
        ioSpec.flags = Soxr.NO_DITHER;
        ioSpec.write();
        qualitySpec.write();
        Memory error = new Memory(Long.BYTES);
        error.setLong(0, NULL);
        soxr = Soxr.soxr_create(
                PolyphaseResampler.INPUT_RATE,
                PolyphaseResampler.OUTPUT_RATE,
                1,
                Pointer.nativeValue(error),
                Pointer.nativeValue(ioSpec.getPointer()),
                Pointer.nativeValue(qualitySpec.getPointer()),
                NULL);
        if (soxr == NULL || error.getLong(0) != NULL) {
            throw new IllegalStateException(
                    "soxr refused: " + error.getPointer(0).getString(0));
        }
        in.write(0, Noise.pcm(FRAME_BYTES), 0, FRAME_BYTES);
        settle();
    }

    /** Its first outputs are late, and come in lumps: here it is seen that as much comes out as should. */
    private void settle() {
        int frames = 1_000;
        long samples = 0;
        for (int i = 0; i < frames; i++) {
            if (resample() != NULL) {
                throw new IllegalStateException("soxr failed");
            }
            samples += outDone.getLong(0);
        }
        long due = frames * APPENDED_BYTES / Pcm16.BYTES;
        if (Math.abs(samples - due) > due / 100) {
            throw new IllegalStateException("soxr gave " + samples + " samples instead of " + due);
        }
    }

    @TearDown
    public void delete() {
        Soxr.soxr_delete(soxr);
    }

    @Benchmark
    public long resample() {
        return Soxr.soxr_process(soxr, inAt, FRAME_SAMPLES, NULL, outAt, out.size() / Pcm16.BYTES, outDoneAt);
    }

    /** A call that does next to nothing. */
    @Benchmark
    public double call() {
        return Soxr.soxr_delay(soxr);
    }
}
