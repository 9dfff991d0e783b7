package dev.earshot.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.simulator.speech.VoiceActivity.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceActivityTest {

    private static final int FRAME_BYTES = VoiceActivity.FRAME_MS * 32;

    private record Span(int startMs, int endMs) {}

    @Test
    void finds_the_turns_of_a_candidate_where_they_are() {
        List<Span> turns = turns(Sound.at16k("recruiter-call/other.wav", 0, 84_000), 0.5, 500);

        int[] starts = {6_240, 13_840, 29_320, 38_580, 46_930, 60_460, 75_150, 81_840};
        for (int start : starts) {
            assertThat(turns).as("a turn at %d ms in %s", start, turns).anySatisfy(turn -> assertThat(turn.startMs())
                    .isCloseTo(start, within(150)));
        }
    }

    @Test
    void ends_a_turn_after_the_silence_that_was_asked_for() {
        List<Span> turns = turns(Sound.at16k("recruiter-call/other.wav", 6_000, 12_000), 0.5, 800);

        assertThat(turns).hasSize(1);
        assertThat(turns.get(0).endMs()).isCloseTo(9_295 - 6_000 + 800, within(150));
    }

    @Test
    void a_short_silence_splits_what_a_long_one_keeps_whole() {
        byte[] speech = Sound.at16k("recruiter-call/agent.wav", 0, 9_000);

        assertThat(turns(speech, 0.5, 1_500)).hasSize(1);
        assertThat(turns(speech, 0.5, 200).size()).isGreaterThan(1);
    }

    @Test
    void hears_the_very_first_word_of_a_call() {
        List<Span> turns = turns(Sound.at16k("recruiter-call/agent.wav", 0, 9_000), 0.5, 500);

        assertThat(turns.get(0).startMs()).isLessThan(150);
    }

    @Test
    void silence_is_no_speech() {
        assertThat(turns(new byte[32_000 * 10], 0.5, 500)).isEmpty();
    }

    @Test
    void noise_that_stays_becomes_the_floor() {
        byte[] noise = noise(20_000, 0.02);

        List<Span> turns = turns(noise, 0.5, 500);

        assertThat(turns).allSatisfy(turn -> assertThat(turn.endMs()).isLessThan(5_000));
    }

    @Test
    void a_click_is_no_speech() {
        byte[] click = new byte[32_000 * 2];
        Arrays.fill(click, 16_000, 16_000 + 32 * 15, (byte) 0x20);

        assertThat(turns(click, 0.5, 500)).isEmpty();
    }

    @Test
    void a_high_threshold_ignores_what_a_low_one_hears() {
        byte[] murmur = new byte[32_000 * 4];
        System.arraycopy(noise(1_000, 0.006), 0, murmur, 32_000, 32_000);

        assertThat(turns(murmur, 0.3, 500)).hasSize(1);
        assertThat(turns(murmur, 1.0, 500)).isEmpty();
    }

    /** Turns at 16 kHz, from the first voiced frame to the end of the silence that ended them. */
    private static List<Span> turns(byte[] pcm, double threshold, int silenceMs) {
        VoiceActivity voice = new VoiceActivity(threshold, silenceMs);
        List<Span> turns = new ArrayList<>();
        int start = -1;
        for (int frame = 0; (frame + 1) * FRAME_BYTES <= pcm.length; frame++) {
            Change change = voice.hear(Arrays.copyOfRange(pcm, frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES));
            int nowMs = (frame + 1) * VoiceActivity.FRAME_MS;
            if (change == Change.STARTED) {
                start = nowMs - voice.framesSinceOnset() * VoiceActivity.FRAME_MS;
            } else if (change == Change.STOPPED) {
                turns.add(new Span(start, nowMs));
                start = -1;
            }
        }
        if (start >= 0) {
            turns.add(new Span(start, pcm.length / 32));
        }
        return turns;
    }

    private static byte[] noise(int ms, double level) {
        Random random = new Random(7);
        byte[] pcm = new byte[ms * 32];
        for (int i = 0; i < pcm.length; i += 2) {
            int sample = (int) Math.round(random.nextGaussian() * level * 32_767);
            pcm[i] = (byte) sample;
            pcm[i + 1] = (byte) (sample >> 8);
        }
        return pcm;
    }
}
