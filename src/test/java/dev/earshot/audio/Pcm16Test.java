package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class Pcm16Test {

    @Test
    void readsAndWritesTheLowByteFirst() {
        byte[] pcm = {0x00, 0x34, 0x12, (byte) 0xff, (byte) 0xff, 0x00};
        assertThat(Pcm16.read(pcm, 1)).isEqualTo((short) 0x1234);
        assertThat(Pcm16.read(pcm, 3)).isEqualTo((short) -1);

        Pcm16.write(pcm, 1, -2);
        assertThat(pcm).containsExactly(0x00, 0xfe, 0xff, 0xff, 0xff, 0x00);
    }

    @Test
    void saturatesAtBothEnds() {
        assertThat(Pcm16.saturate(40_000)).isEqualTo(32_767);
        assertThat(Pcm16.saturate(-40_000)).isEqualTo(-32_768);
        assertThat(Pcm16.saturate(-5)).isEqualTo(-5);
    }

    @Test
    void convertsBetweenSamplesAndMillisecondsRoundingDown() {
        assertThat(Pcm16.samplesToMillis(320, 16_000)).isEqualTo(20);
        assertThat(Pcm16.samplesToMillis(31, 16_000)).isEqualTo(1);
        assertThat(Pcm16.millisToSamples(20, 24_000)).isEqualTo(480);
        assertThat(Pcm16.millisToSamples(86_400_000, 24_000)).isEqualTo(2_073_600_000L);
    }

    @Test
    void measuresLevelsRelativeToFullScale() {
        assertThat(Pcm16.levelDbfs(constant(-32_768), 0, 640)).isCloseTo(0.0, within(1e-9));
        assertThat(Pcm16.levelDbfs(constant(16_384), 0, 640)).isCloseTo(-6.02, within(0.01));
        assertThat(Pcm16.levelDbfs(constant(1), 0, 640)).isCloseTo(-90.3, within(0.1));
    }

    @Test
    void givesSilenceTheFloorAsItsLevel() {
        assertThat(Pcm16.levelDbfs(new byte[640], 0, 640)).isEqualTo(Pcm16.FLOOR_DBFS);
        assertThat(Pcm16.levelDbfs(new byte[0], 0, 0)).isEqualTo(Pcm16.FLOOR_DBFS);
    }

    @Test
    void measuresOnlyTheBlockItIsGiven() {
        byte[] pcm = constant(16_384);
        Pcm16.write(pcm, 0, 0);
        Pcm16.write(pcm, 2, 0);

        assertThat(Pcm16.levelDbfs(pcm, 0, 4)).isEqualTo(Pcm16.FLOOR_DBFS);
        assertThat(Pcm16.levelDbfs(pcm, 4, 5)).isCloseTo(-6.02, within(0.01));
        assertThat(Pcm16.isDigitalZero(pcm, 0, 4)).isTrue();
        assertThat(Pcm16.isDigitalZero(pcm, 0, 6)).isFalse();
    }

    private static byte[] constant(int sample) {
        byte[] pcm = new byte[640];
        for (int at = 0; at < pcm.length; at += 2) {
            Pcm16.write(pcm, at, sample);
        }
        return pcm;
    }
}
