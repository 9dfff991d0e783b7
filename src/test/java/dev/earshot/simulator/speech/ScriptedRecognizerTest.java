package dev.earshot.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScriptedRecognizerTest {

    private static final int CHUNK = 4_800;

    private static SpeechEngine engine;

    @BeforeAll
    static void learn() throws SpeechUnavailableException {
        engine = ScriptedEngine.load(List.of(Path.of("speech")));
    }

    @Test
    void says_what_is_spoken_in_a_recording_it_knows() {
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            assertThat(recognise(recognizer, 9_100, Sound.at24k("recruiter-call/agent.wav", 9_400, 13_700)))
                    .isEqualTo("Great. First, I would like to hear what you are looking for in your next job.");
        }
    }

    @Test
    void begins_in_the_middle_of_a_sentence() {
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            String heard = recognise(recognizer, 0, Sound.at24k("recruiter-call/other.wav", 16_500, 22_600));

            assertThat(heard).endsWith("that I already have another offer, and they want my answer by Friday.");
            assertThat(heard).doesNotContain("Well");
        }
    }

    @Test
    void knows_a_short_word_by_where_the_call_has_come_to() {
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            recognise(recognizer, 46_000, Sound.at24k("recruiter-call/other.wav", 46_600, 49_000));

            assertThat(recognise(recognizer, 50_800, Sound.at24k("recruiter-call/agent.wav", 51_400, 52_600)))
                    .isEqualTo("Right.");
        }
    }

    @Test
    void tells_words_while_they_are_spoken() {
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            recognizer.begin(0);
            feed(recognizer, Sound.at24k("recruiter-call/agent.wav", 0, 3_000));

            assertThat(recognizer.partial()).startsWith("Hello Daniel, good morning.");
            assertThat(recognizer.partial()).doesNotContain("position");
        }
    }

    @Test
    void turns_that_follow_each_other_lose_no_word_and_tell_none_twice() {
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            String first = recognise(recognizer, 0, Sound.at24k("recruiter-call/agent.wav", 22_300, 25_000));
            String second = recognise(recognizer, 2_700, Sound.at24k("recruiter-call/agent.wav", 25_000, 29_000));

            assertThat(first + " " + second)
                    .isEqualTo("Thank you for telling me. So Friday is the deadline for the other offer."
                            + " What salary do you expect for this position?");
        }
    }

    @Test
    void a_quieter_recording_is_the_same_recording() {
        byte[] quiet = Sound.at24k("recruiter-call/agent.wav", 9_400, 13_700);
        for (int i = 0; i < quiet.length; i += 2) {
            int sample = (short) ((quiet[i] & 0xff) | (quiet[i + 1] << 8)) / 3;
            quiet[i] = (byte) sample;
            quiet[i + 1] = (byte) (sample >> 8);
        }
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            assertThat(recognise(recognizer, 0, quiet)).startsWith("Great. First,");
        }
    }

    @Test
    void does_not_understand_what_it_does_not_know() {
        byte[] reversed = Sound.at24k("recruiter-call/agent.wav", 9_400, 13_700);
        for (int i = 0, j = reversed.length - 2; i < j; i += 2, j -= 2) {
            byte low = reversed[i];
            byte high = reversed[i + 1];
            reversed[i] = reversed[j];
            reversed[i + 1] = reversed[j + 1];
            reversed[j] = low;
            reversed[j + 1] = high;
        }
        try (SpeechRecognizer recognizer = engine.open(24_000)) {
            assertThat(recognise(recognizer, 0, reversed)).isEmpty();
        }
    }

    private static String recognise(SpeechRecognizer recognizer, long positionMs, byte[] pcm) {
        recognizer.begin(positionMs);
        feed(recognizer, pcm);
        return recognizer.finish();
    }

    private static void feed(SpeechRecognizer recognizer, byte[] pcm) {
        for (int at = 0; at < pcm.length; at += CHUNK) {
            byte[] chunk = java.util.Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + CHUNK));
            recognizer.accept(chunk, chunk.length);
        }
    }
}
