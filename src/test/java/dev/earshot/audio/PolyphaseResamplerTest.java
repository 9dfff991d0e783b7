package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolyphaseResamplerTest {

    private static final int FRAME_BYTES = 640;

    static List<GoldenVector> goldenVectors() {
        return GoldenVector.all();
    }

    @ParameterizedTest
    @MethodSource("goldenVectors")
    void agreesWithTheReferenceToOneStepOnEverySampleAndExactlyOnNearlyAll(GoldenVector vector) {
        byte[] resampled = aligned(resample(vector.input(), rest -> FRAME_BYTES));

        assertThat(resampled).hasSameSizeAs(vector.reference());
        int off = 0;
        for (int at = 0; at < resampled.length; at += 2) {
            int difference = Math.abs(Pcm16.read(resampled, at) - Pcm16.read(vector.reference(), at));
            assertThat(difference).as("sample %d", at / 2).isLessThanOrEqualTo(1);
            off += difference;
        }
        assertThat(off).isLessThan(resampled.length / 2 / 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise_full", "square_full", "dc"})
    void saturatesInsteadOfWrappingRound(String name) {
        GoldenVector vector = GoldenVector.named(name);

        byte[] resampled = aligned(resample(vector.input(), rest -> FRAME_BYTES));

        int clipped = 0;
        for (int at = 0; at < resampled.length; at += 2) {
            int reference = Pcm16.read(vector.reference(), at);
            if (reference == Short.MAX_VALUE || reference == Short.MIN_VALUE) {
                assertThat((int) Pcm16.read(resampled, at)).isCloseTo(reference, within(1));
                clipped++;
            }
        }
        assertThat(clipped).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheSameBitsHoweverTheStreamIsCutIntoSamples(long seed) {
        byte[] input = GoldenVector.named("speech").input();
        byte[] whole = resample(input, rest -> rest);
        Random random = new Random(seed);

        byte[] cut = resample(input, rest -> 2 * random.nextInt(random.nextInt(5) == 0 ? 2_000 : 40));

        assertThat(cut).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 638, 639, 640, 641, 642, 646, 1_280, 3_200, 9_999})
    void givesTheSameBitsForEveryBlockLengthEvenOnesThatCutSamplesInTwo(int blockBytes) {
        byte[] input = GoldenVector.named("noise_full").input();

        assertThat(resample(input, rest -> blockBytes)).isEqualTo(resample(input, rest -> rest));
    }

    @Test
    void placesAnImpulseAtOneAndAHalfTimesItsPositionAndTheDelay() {
        for (int position = 0; position < 400; position += 2) {
            byte[] input = new byte[2 * 400];
            Pcm16.write(input, 2 * position, 20_000);

            byte[] resampled = resample(input, rest -> 2 * 7);

            assertThat(loudest(resampled)).isEqualTo(position * 3 / 2 + PolyphaseResampler.DELAY_OUTPUT_SAMPLES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 34, 35, 66, 319, 320, 321, 1_000, 1_001})
    void hasGivenThreeSamplesForTwoAndTheDelayOnceFlushed(int samples) {
        assertThat(resample(new byte[2 * samples], rest -> 2 * 100))
                .hasSize(2 * ((3 * samples + 1) / 2 + PolyphaseResampler.DELAY_OUTPUT_SAMPLES));
    }

    @Test
    void hasNothingToFlushOfATrackThatNeverBegan() {
        assertThat(resample(new byte[0], rest -> 0)).isEmpty();
    }

    @Test
    void givesAWholeFrameForAWholeFrameFromTheFirstOn() {
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] out = new byte[2_000];

        assertThat(resampler.resample(new byte[FRAME_BYTES], 0, FRAME_BYTES, out, 0))
                .isEqualTo(2 * 480);
        assertThat(resampler.resample(new byte[FRAME_BYTES], 0, FRAME_BYTES, out, 0))
                .isEqualTo(2 * 480);
        assertThat(resampler.resample(new byte[2], 0, 2, out, 0)).isZero();

        assertThat(resampler.flush(out, 0)).isEqualTo(PolyphaseResampler.MAX_FLUSH_BYTES);
    }

    @Test
    void isAsNewAfterAFlush() {
        byte[] input = GoldenVector.named("impulses").input();
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] first = resample(resampler, input, rest -> FRAME_BYTES);

        assertThat(resample(resampler, input, rest -> FRAME_BYTES)).isEqualTo(first);
    }

    @Test
    void writesOnlyWhereItWasTold() {
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] input = new byte[20 + FRAME_BYTES];
        Arrays.fill(input, (byte) 0x11);
        byte[] out = new byte[10 + PolyphaseResampler.maxOutputBytes(FRAME_BYTES) + 10];
        Arrays.fill(out, (byte) 0x77);

        int written = resampler.resample(input, 20, FRAME_BYTES, out, 10);

        assertThat(Arrays.copyOf(out, 10)).containsOnly(0x77);
        assertThat(Arrays.copyOfRange(out, 10 + written, out.length)).containsOnly(0x77);
    }

    @Test
    void refusesATargetThatIsTooSmallBeforeTakingAnything() {
        PolyphaseResampler resampler = new PolyphaseResampler();

        assertThatThrownBy(() -> resampler.resample(new byte[FRAME_BYTES], 0, FRAME_BYTES, new byte[FRAME_BYTES], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(resampler.flush(new byte[PolyphaseResampler.MAX_FLUSH_BYTES], 0))
                .isZero();
    }

    @Test
    void allocatesNothingPerFrame() {
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] frame = new byte[FRAME_BYTES];
        byte[] out = new byte[PolyphaseResampler.maxOutputBytes(FRAME_BYTES)];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int frames = 10_000;
        resampleFrames(resampler, frame, out, frames);

        long before = threads.getThreadAllocatedBytes(thread);
        resampleFrames(resampler, frame, out, frames);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        // One object a frame would be 16 bytes at least; the measuring itself may cost a few.
        assertThat(allocated).isLessThan(frames);
    }

    private static void resampleFrames(PolyphaseResampler resampler, byte[] frame, byte[] out, int frames) {
        for (int i = 0; i < frames; i++) {
            resampler.resample(frame, 0, frame.length, out, 0);
        }
    }

    /** Without the filter's onset: sample {@code m} of the rest lies at input position {@code 2m/3}. */
    private static byte[] aligned(byte[] resampled) {
        return Arrays.copyOfRange(resampled, 2 * PolyphaseResampler.DELAY_OUTPUT_SAMPLES, resampled.length);
    }

    private static byte[] resample(byte[] input, IntUnaryOperator nextLength) {
        return resample(new PolyphaseResampler(), input, nextLength);
    }

    /** Runs a whole track; {@code nextLength} gives the bytes of the next block from the bytes that are left. */
    private static byte[] resample(PolyphaseResampler resampler, byte[] input, IntUnaryOperator nextLength) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int from = 0; from < input.length; ) {
            int rest = input.length - from;
            int length = Math.min(rest, nextLength.applyAsInt(rest));
            byte[] out = new byte[PolyphaseResampler.maxOutputBytes(length)];
            all.write(out, 0, resampler.resample(input, from, length, out, 0));
            from += length;
        }
        byte[] tail = new byte[PolyphaseResampler.MAX_FLUSH_BYTES];
        all.write(tail, 0, resampler.flush(tail, 0));
        return all.toByteArray();
    }

    private static int loudest(byte[] pcm) {
        int loudest = 0;
        for (int i = 0; i < pcm.length / 2; i++) {
            if (Math.abs(Pcm16.read(pcm, 2 * i)) > Math.abs(Pcm16.read(pcm, 2 * loudest))) {
                loudest = i;
            }
        }
        return loudest;
    }
}
