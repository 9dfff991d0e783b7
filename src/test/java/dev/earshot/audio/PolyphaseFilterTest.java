package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PolyphaseFilterTest {

    private final double[] taps = PolyphaseFilter.design();

    @Test
    void hasUnityGainForAConstant() {
        assertThat(Arrays.stream(taps).sum()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void isTheSameForwardsAndBackwards() {
        for (int n = 0; n < taps.length; n++) {
            assertThat(taps[n]).isCloseTo(taps[taps.length - 1 - n], within(1e-15));
        }
    }

    @Test
    void isSixDecibelsDownAtEightKilohertzAndDeafAboveNine() {
        assertThat(gainAt(8_000)).isCloseTo(0.5, within(0.001));
        assertThat(gainAt(7_000)).isCloseTo(1.0, within(0.003));
        assertThat(gainAt(9_000)).isLessThan(0.003);
    }

    @Test
    void givesEachPhaseItsSixtyFourTapsOneSampleLater() {
        for (int phase = 0; phase < PolyphaseFilter.PHASES; phase++) {
            float[] branch = PolyphaseFilter.COEFFICIENTS[phase];
            assertThat(branch).hasSize(66);
            assertThat(branch[phase]).isEqualTo((float) (3 * taps[191 - phase]));
            assertThat(branch[phase + 63]).isEqualTo((float) (3 * taps[2 - phase]));
        }
    }

    private double gainAt(double hertz) {
        double real = 0;
        double imaginary = 0;
        for (int n = 0; n < taps.length; n++) {
            double angle = 2 * Math.PI * hertz / 48_000 * n;
            real += taps[n] * Math.cos(angle);
            imaginary -= taps[n] * Math.sin(angle);
        }
        return Math.hypot(real, imaginary);
    }
}
