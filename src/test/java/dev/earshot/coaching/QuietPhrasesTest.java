package dev.earshot.coaching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Phrases that never give rise to a hint")
class QuietPhrasesTest {

    private final QuietPhrases phrases =
            new QuietPhrases(List.of("thank you", "Thank you for calling", "Mm-hm", "I'm good"));

    @ParameterizedTest
    @CsvSource({
        "'Mm-hm. Mm-hm.', 0",
        "'Hi! Thank you for calling.', 1",
        "'thank you for your call', 3",
        "'im good', 0",
        "'I am good', 3",
        "'thank younger people', 3",
        "'', 0"
    })
    @DisplayName("do not count as words, whatever their case and punctuation; parts of words are no phrases")
    void wordsBeside(String said, int words) {
        assertThat(phrases.wordsBeside(said)).isEqualTo(words);
    }

    @Test
    @DisplayName("cover a quote that has nothing else")
    void cover() {
        assertThat(phrases.cover("Thank you, thank you")).isTrue();
        assertThat(phrases.cover("thank you Rachel")).isFalse();
    }
}
