package dev.earshot.simulator.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.simulator.speech.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealtimeServerOptionsTest {

    @Test
    void without_options_it_is_open_to_anyone_and_in_order() throws Exception {
        RealtimeServerOptions options = options(Map.of());

        assertThat(settings(options).port()).isEqualTo(8090);
        assertThat(settings(options).access()).isEqualTo(Access.ANYONE);
        assertThat(settings(options).sessionDuration()).isEqualTo(Duration.ofMinutes(60));
        assertThat(options.faults().isEmpty()).isTrue();
    }

    @Test
    void options_are_given_with_or_without_an_equals_sign_and_win_over_the_environment() throws Exception {
        RealtimeServerSettings settings = settings(options(
                Map.of("EARSHOT_LOCAL_REALTIME_PORT", "1", "EARSHOT_LOCAL_REALTIME_SESSION_DURATION", "20s"),
                "--port=7",
                "--vendor",
                "azure",
                "--key=secret",
                "--models=a, b",
                "--transcription-models=c",
                "--expiry=error"));

        assertThat(settings.port()).isEqualTo(7);
        assertThat(settings.sessionDuration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.expiryTold()).isTrue();
        assertThat(settings.access()).isEqualTo(new Access(Vendor.AZURE, "secret", Set.of("a", "b"), Set.of("c")));
    }

    @Test
    void faults_come_from_a_file_and_from_the_command_line_together(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("faults"), "# bad\nrefuse 503\n");

        Faults faults = options(
                        Map.of("EARSHOT_LOCAL_REALTIME_FAULTS", "double created"),
                        "--faults",
                        file.toString(),
                        "--fault",
                        "session 2: reset at upgrade",
                        "--fault=double updated",
                        "--seed=7")
                .faults();

        assertThat(faults.words()).containsExactly("refuse 503", "session 2: reset at upgrade", "double updated");
        assertThat(faults.seed()).isEqualTo(7);
    }

    @Test
    void faults_come_from_the_environment_where_no_file_is_named() {
        assertThat(options(Map.of("EARSHOT_LOCAL_REALTIME_FAULTS", "double created; refuse 503"))
                        .faults()
                        .words())
                .containsExactly("double created", "refuse 503");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            --prot=1              | no option '--prot=1'; --help lists what there is
            8090                  | no option '8090'; --help lists what there is
            --port                | --port needs a value
            --port=x              | --port: 'x' is no number from 0 to 65535
            --vendor=acme         | --vendor: 'acme' is none of azure, openai
            --session-duration=20 | --session-duration: '20' is no time; write 500ms, 2s or 1m
            --faults=/no/file     | --faults: cannot read /no/file
            --fault=explode       | not a fault: "explode": 'explode' is unknown
            """)
    void what_makes_no_sense_is_refused_and_told_why(String argument, String why) {
        assertThatThrownBy(() -> {
                    RealtimeServerOptions options = options(Map.of(), argument);
                    options.faults();
                    settings(options);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    private static RealtimeServerOptions options(Map<String, String> env, String... args) {
        return new RealtimeServerOptions(env, List.of(args));
    }

    private static RealtimeServerSettings settings(RealtimeServerOptions options) throws Exception {
        return options.settings(ScriptedEngine.load(List.of(Path.of("speech"))));
    }
}
