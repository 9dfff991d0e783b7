package dev.earshot.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The command line of a call")
class CallOptionsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    @DisplayName("is explained, with examples")
    void help() throws Exception {
        assertThat(run("--help")).isZero();

        assertThat(text(out))
                .contains("--calls=N", "--fault=RULE", "--dtmf=KEY@T", "--check", "1% of frames", "docs/caller.md")
                .doesNotContain("%%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            --call                      | Unknown option: '--call'
            --calls many                | Invalid value for option '--calls': 'many' is not an int
            --calls 0                   | --calls is '0'; allowed: 1 to 5000
            --spread soon               | '--spread': 'soon' is no time; write 500ms, 2s or 1m
            --length 5                  | '--length': '5' is no time; write 500ms, 2s or 1m
            --rate 8000                 | The wire carries 16000 or 24000 Hz, not 8000
            --pace 0                    | The pace must be positive, not 0.0
            --silence loud              | '--silence': expected one of [FLAGGED, EMPTY, PLAIN] (case-insensitive) but was 'loud'
            --dtmf 3                    | '3' is no key and time; write 3@12s
            --dtmf x@12s                | 'x@12s' is no key and time; write 3@12s
            --fault reset               | not a fault: "reset": when is missing
            --faults no-such-file       | --faults: cannot read no-such-file
            --url nonsense              | --url is 'nonsense'; allowed: an http or https URL
            --url ftp://127.0.0.1       | --url is 'ftp://127.0.0.1'; allowed: an http or https URL
            --sign 99999                | --sign is '99999'; allowed: 0 to 65535
            --id a/b                    | --id is 'a/b'; allowed: letters, digits
            --ring --mixed              | --mixed and --rate are Earshot's to choose with --ring
            --ring --rate 24000         | --mixed and --rate are Earshot's to choose with --ring
            --ring --platform 70000     | --platform is '70000'; allowed: 0 to 65535
            --handshake                 | --handshake needs --ring
            """)
    @DisplayName("is refused in one line that says what is wrong")
    void refused(String arguments, String answer) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(text(err)).startsWith("earshot: ").contains(answer).hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    @DisplayName("names the speech that is not there")
    void noSpeech() throws Exception {
        assertThat(run("--speech", "no-such-speech.wav")).isEqualTo(1);

        assertThat(text(err)).contains("no-such-speech.wav").hasLineCount(1);
    }

    @Test
    @DisplayName("tells of a server that is not there, and exits with 1")
    void noServer() throws Exception {
        assertThat(run("--url", "http://127.0.0.1:1", "--length", "1s", "--calls", "2", "--spread", "1ms"))
                .isEqualTo(1);

        assertThat(text(out))
                .contains("-1  The media socket cannot be reached: ")
                .contains("2 OF 2 CALLS");
    }

    private int run(String... arguments) throws InterruptedException {
        return CallMain.run(arguments, printer(out), printer(err));
    }

    private static PrintStream printer(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8);
    }
}
