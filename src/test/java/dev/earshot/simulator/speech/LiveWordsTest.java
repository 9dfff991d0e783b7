package dev.earshot.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveWordsTest {

    private final LiveWords words = new LiveWords();

    @Test
    void a_word_is_told_once_it_stood_three_times_and_a_newer_one_follows() {
        assertThat(words.hear("hello")).isEmpty();
        assertThat(words.hear("hello")).isEmpty();
        assertThat(words.hear("hello")).isEmpty();
        assertThat(words.hear("hello daniel")).containsExactly(" Hello");
    }

    @Test
    void a_word_that_is_revised_begins_again() {
        words.hear("hell oh");
        words.hear("hell oh");
        assertThat(words.hear("hello daniel")).isEmpty();
        assertThat(words.hear("hello daniel")).isEmpty();
        assertThat(words.hear("hello daniel")).containsExactly(" Hello");
    }

    @Test
    void what_was_told_is_never_told_again() {
        for (int i = 0; i < 3; i++) {
            words.hear("good morning to");
        }
        assertThat(words.hear("good morning today")).isEmpty();
        assertThat(words.finish("Good morning today.")).containsExactly(" today.");
    }

    @Test
    void the_end_goes_on_where_a_merged_word_left_off() {
        for (int i = 0; i < 3; i++) {
            words.hear("i have done it");
        }
        assertThat(words.finish("I've done it.")).containsExactly(" it.");
    }

    @Test
    void without_partials_all_comes_at_the_end() {
        assertThat(words.finish("Yes, this is fine.")).containsExactly(" Yes,", " this", " is", " fine.");
    }

    @Test
    void nothing_heard_is_nothing_told() {
        assertThat(words.hear("")).isEmpty();
        assertThat(words.finish("")).isEmpty();
    }

    @Test
    void a_sentence_has_a_capital_and_a_full_stop() {
        assertThat(LiveWords.sentence("how are you")).isEqualTo("How are you.");
        assertThat(LiveWords.sentence("Is it fine?")).isEqualTo("Is it fine?");
        assertThat(LiveWords.sentence("  ")).isEmpty();
    }
}
