package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tape knows where it was loud")
class TapeLoudnessTest {

    private static final int RATE = 16_000;
    private static final int WINDOW = 1_600;

    /** Three seconds: thirty windows. */
    private final Tape tape = new Tape(RATE, Duration.ofSeconds(3));

    @Test
    @DisplayName("to the window, even where one loud frame lies across two of them")
    void window() {
        quiet(2 * WINDOW + 1_500);
        alternating(200, 1_000);
        quiet(5 * WINDOW);

        assertThat(tape.firstLoud(0, tape.written())).hasValue(2 * WINDOW);
        assertThat(tape.firstLoud(3 * WINDOW - 1, 3 * WINDOW)).hasValue(2 * WINDOW);
        assertThat(tape.firstLoud(3 * WINDOW, tape.written())).hasValue(3 * WINDOW);
        assertThat(tape.firstLoud(4 * WINDOW, tape.written())).isEmpty();
        assertThat(tape.firstLoud(0, 2 * WINDOW)).isEmpty();
        assertThat(tape.firstLoud(2 * WINDOW + 5, 2 * WINDOW + 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 320, 1_601})
    @DisplayName("whatever the frames that a window comes in")
    void frames(int frame) {
        for (int done = 0; done < WINDOW; done += frame) {
            quiet(Math.min(frame, WINDOW - done));
        }
        for (int done = 0; done < WINDOW; done += frame) {
            alternating(Math.min(frame, WINDOW - done), 150);
        }
        assertThat(tape.firstLoud(0, tape.written())).hasValue(WINDOW);
    }

    @Test
    @DisplayName("from −50 dBFS on, which is an amplitude of 104")
    void threshold() {
        alternating(WINDOW, 103);
        alternating(WINDOW, 104);
        assertThat(tape.firstLoud(0, tape.written())).hasValue(WINDOW);
    }

    @Test
    @DisplayName("and takes a constant offset for silence, however high")
    void offset() {
        constant(2 * WINDOW, Short.MAX_VALUE);
        constant(2 * WINDOW, Short.MIN_VALUE);
        assertThat(tape.firstLoud(0, tape.written())).isEmpty();
    }

    @Test
    @DisplayName("and judges full scale without an overflow")
    void fullScale() {
        alternating(WINDOW, Short.MAX_VALUE);
        assertThat(tape.firstLoud(0, tape.written())).hasValue(0);
    }

    @Test
    @DisplayName("and judges the newest window by what is there")
    void newest() {
        quiet(WINDOW);
        alternating(20, 1_000);
        assertThat(tape.firstLoud(0, tape.written())).hasValue(WINDOW);
        quiet(WINDOW - 20);
        assertThat(tape.firstLoud(0, tape.written()))
                .as("20 of 1600 samples at 1000: an RMS of 112")
                .hasValue(WINDOW);
        alternating(16, 1_000);
        quiet(WINDOW - 16);
        assertThat(tape.firstLoud(2 * WINDOW, tape.written()))
                .as("16 of them: an RMS of 100")
                .isEmpty();
    }

    @Test
    @DisplayName("only of what it retains, round and round")
    void retained() {
        alternating(WINDOW, 1_000);
        quiet(29 * WINDOW);
        assertThat(tape.firstLoud(0, tape.written())).hasValue(0);
        quiet(WINDOW);
        assertThat(tape.firstLoud(0, tape.written())).isEmpty();

        alternating(WINDOW, 1_000);
        quiet(100 * WINDOW);
        assertThat(tape.firstLoud(0, tape.written())).isEmpty();
        alternating(WINDOW, 1_000);
        assertThat(tape.firstLoud(0, Long.MAX_VALUE)).hasValue(132 * WINDOW);
    }

    @Test
    @DisplayName("and not of what was settled")
    void settled() {
        alternating(WINDOW, 1_000);
        quiet(WINDOW);
        tape.resume(() -> {}).read(new byte[4 * WINDOW], 2 * WINDOW);
        tape.settle(WINDOW);
        assertThat(tape.firstLoud(0, tape.written())).isEqualTo(OptionalLong.empty());
    }

    private void quiet(int samples) {
        constant(samples, 0);
    }

    private void constant(int samples, int value) {
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            put(bytes, i, value);
        }
        tape.write(bytes, 0, bytes.length);
    }

    private void alternating(int samples, int amplitude) {
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            put(bytes, i, (tape.written() + i) % 2 == 0 ? amplitude : -amplitude);
        }
        tape.write(bytes, 0, bytes.length);
    }

    private static void put(byte[] bytes, int sample, int value) {
        bytes[2 * sample] = (byte) value;
        bytes[2 * sample + 1] = (byte) (value >> 8);
    }
}
