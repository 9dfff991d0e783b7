package dev.earshot.audio;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** The few functions of the C library that the resampler is compared with. For 64-bit machines: sizes are longs. */
final class Soxr {

    static final int INT16_INTERLEAVED = 3;
    static final int HIGH_QUALITY = 4;
    static final long NO_DITHER = 8;

    /** {@code soxr_io_spec_t} */
    @FieldOrder({"inputType", "outputType", "scale", "error", "flags"})
    public static class IoSpec extends Structure implements Structure.ByValue {
        public int inputType;
        public int outputType;
        public double scale;
        public Pointer error;
        public long flags;
    }

    /** {@code soxr_quality_spec_t} */
    @FieldOrder({"precision", "phaseResponse", "passbandEnd", "stopbandBegin", "error", "flags"})
    public static class QualitySpec extends Structure implements Structure.ByValue {
        public double precision;
        public double phaseResponse;
        public double passbandEnd;
        public double stopbandBegin;
        public Pointer error;
        public long flags;
    }

    private Soxr() {}

    /** Binds the functions below; without the library it says so and throws. */
    static void load() {
        try {
            Native.register(Soxr.class, "libsoxr.so.0");
        } catch (UnsatisfiedLinkError absent) {
            throw new IllegalStateException(
                    "SKIPPED: libsoxr.so.0 is not on this machine (Debian and Ubuntu: package libsoxr0), so there is"
                            + " nothing to compare the resampler with");
        }
    }

    static native IoSpec soxr_io_spec(int inputType, int outputType);

    static native QualitySpec soxr_quality_spec(long recipe, long flags);

    // Addresses are passed as longs: JNA then has nothing to convert, and the call costs least.

    static native long soxr_create(
            double inputRate,
            double outputRate,
            int channels,
            long error,
            long ioSpec,
            long qualitySpec,
            long runtimeSpec);

    static native long soxr_process(
            long soxr, long in, long inLength, long inDone, long out, long outLength, long outDone);

    static native double soxr_delay(long soxr);

    static native void soxr_delete(long soxr);
}
