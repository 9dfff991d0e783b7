package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The search for the most calls")
class MaxSearchTest {
    private final List<Integer> tried = new ArrayList<>();

    @Test
    @DisplayName("doubles, then halves what is between, to 5 %")
    void finds() throws Exception {
        MaxSearch.Result result = search(100, 5_000, 730);

        assertThat(tried).containsExactly(100, 200, 400, 800, 600, 700, 750, 725);
        assertThat(result).isEqualTo(new MaxSearch.Result(725, 750, true));
    }

    @Test
    @DisplayName("goes down where even the first number is too many")
    void down() throws Exception {
        assertThat(search(100, 5_000, 13).held()).isEqualTo(13);
    }

    @Test
    @DisplayName("ends at the limit, and with nothing where nothing is held")
    void ends() throws Exception {
        assertThat(search(100, 500, 10_000)).isEqualTo(new MaxSearch.Result(500, 0, true));
        assertThat(search(100, 500, 0)).isEqualTo(new MaxSearch.Result(0, 1, true));
    }

    @Test
    @DisplayName("takes no more than twelve steps")
    void bounded() throws Exception {
        assertThat(search(1, 5_000, 4_000).precise()).isFalse();
        assertThat(tried).hasSize(12);
    }

    private MaxSearch.Result search(int first, int limit, int capacity) throws Exception {
        return MaxSearch.from(first, limit, calls -> {
            tried.add(calls);
            return calls <= capacity;
        });
    }
}
