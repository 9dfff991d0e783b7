package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The measure's options")
class BenchOptionsTest {

    @Test
    @DisplayName("are 100 calls for 15 s after 8 s where nothing is said")
    void defaults() {
        assertThat(parse("")).isEqualTo(new BenchOptions(100, 15, 8, null, false, false, null, null, 0, 0, "none"));
    }

    @Test
    @DisplayName("are taken with a space or an equals sign")
    void all() {
        assertThat(parse("--calls=7 --seconds 3 --warmup 0 --json out.json --server-cpu 1 --bench-cpu=0,2-3"
                        + " --handshake-ms 250 --kill-per-second 0.5 --redis redis://127.0.0.1:6379?a=b"))
                .isEqualTo(new BenchOptions(
                        7,
                        3,
                        0,
                        Path.of("out.json"),
                        false,
                        false,
                        "1",
                        "0,2-3",
                        250,
                        0.5,
                        "redis://127.0.0.1:6379?a=b"));
    }

    @Test
    @DisplayName("make the steps of a search shorter, unless told otherwise")
    void search() {
        assertThat(parse("--find-max --relay").seconds()).isEqualTo(10);
        assertThat(parse("--find-max --seconds 4").seconds()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("are refused in one line that says what is allowed")
    @CsvSource(
            delimiter = '|',
            value = {
                "--calls 0               | --calls is '0'; allowed: a whole number from 1 to 5000",
                "--calls 5001            | --calls is '5001'; allowed: a whole number from 1 to 5000",
                "--seconds 901           | --seconds is '901'; allowed: a whole number from 1 to 900",
                "--calls ten             | --calls is 'ten'; allowed: a whole number from 1 to 5000",
                "--kill-per-second NaN   | --kill-per-second is 'NaN'; allowed: a number from 0 to 1000",
                "--bench-cpu one         | --bench-cpu is 'one'; allowed: processors such as 1 or 0,2-3",
                "--json                  | --json needs a value; see --help",
                "--json --relay          | --json needs a value; see --help",
                "--loud                  | unknown option '--loud'; see --help",
                "--relay --kill-per-second 1 | --kill-per-second: the relay does not open a session again"
            })
    void refused(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(message)
                .hasLineCount(1);
    }

    private static BenchOptions parse(String line) {
        return BenchOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
