package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The compilers")
class CompilerRestTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong compiledMs = new AtomicLong(5_000);
    private final CompilerRest rest = new CompilerRest(compiledMs::get);

    @Test
    @DisplayName("are at rest once they worked for less than a tenth of a second")
    void atRest() {
        assertThat(rest.reachedAt(0)).isFalse();
        compiledMs.addAndGet(700);
        assertThat(rest.reachedAt(SECOND)).isFalse();
        compiledMs.addAndGet(99);
        assertThat(rest.reachedAt(2 * SECOND)).isTrue();
    }

    @Test
    @DisplayName("are not called at rest before a second was watched")
    void watchedForASecond() {
        assertThat(rest.reachedAt(0)).isFalse();
        assertThat(rest.reachedAt(SECOND - 1)).isFalse();
        assertThat(rest.reachedAt(SECOND)).isTrue();
    }

    @Test
    @DisplayName("are not at rest where they take turns with the audio on one processor")
    void busyThroughout() {
        rest.reachedAt(0);
        for (int second = 1; second < 10; second++) {
            compiledMs.addAndGet(100);
            assertThat(rest.reachedAt(second * SECOND)).as("second %d", second).isFalse();
        }
    }
}
