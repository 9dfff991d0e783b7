package dev.earshot.audio;

/**
 * The low-pass filter between 16 and 24 kHz, laid out for {@link PolyphaseResampler}. 192 taps at the intermediate rate
 * of 48 kHz, a windowed sinc under a Hamming window, 6 dB down at 8 kHz; three times unity gain, because two of three
 * intermediate samples are zeros.
 *
 * <p>Of the 192 taps every third meets a real sample: 64 for each of the three output phases. Two samples go in for
 * three that come out, so a group of three reads 66 neighbouring samples, and each phase begins one sample after the
 * last:
 *
 * <pre>
 *   sample   0 1 2 3 …            … 63 64 65
 *   phase 0  └──────── 64 taps ──────┘
 *   phase 1    └──────── 64 taps ───────┘
 *   phase 2      └──────── 64 taps ────────┘
 * </pre>
 */
final class PolyphaseFilter {

    /** Output samples in a group. */
    static final int PHASES = 3;

    /** Input samples a group moves on by. */
    static final int STRIDE = 2;

    /** Taps that meet a sample, for one output. */
    static final int BRANCH_TAPS = 64;

    /** Input samples that a group reads. */
    static final int SPAN = BRANCH_TAPS + STRIDE;

    private static final int TAPS = PHASES * BRANCH_TAPS;
    private static final double CUTOFF = 1.0 / 3.0;

    /** {@code [phase][sample of the span]}; zero where the phase has no tap. Computed once per JVM. */
    static final float[][] COEFFICIENTS = branches(design());

    private PolyphaseFilter() {}

    /** The taps of the prototype with unity gain at 0 Hz. */
    static double[] design() {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int n = 0; n < TAPS; n++) {
            double fromCentre = n - (TAPS - 1) / 2.0;
            double window = 0.54 - 0.46 * Math.cos(2 * Math.PI * n / (TAPS - 1));
            taps[n] = CUTOFF * sinc(CUTOFF * fromCentre) * window;
            sum += taps[n];
        }
        for (int n = 0; n < TAPS; n++) {
            taps[n] /= sum;
        }
        return taps;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static float[][] branches(double[] taps) {
        float[][] branches = new float[PHASES][SPAN];
        for (int phase = 0; phase < PHASES; phase++) {
            for (int i = 0; i < BRANCH_TAPS; i++) {
                // Later samples meet earlier taps: a convolution runs one of the two backwards.
                branches[phase][phase + i] = (float) (PHASES * taps[TAPS - 1 - phase - PHASES * i]);
            }
        }
        return branches;
    }
}
