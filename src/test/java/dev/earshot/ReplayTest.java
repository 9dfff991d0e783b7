package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import dev.earshot.recorder.RecordedSettings;
import dev.earshot.recorder.Recording;
import dev.earshot.recorder.ReplayPace;
import dev.earshot.recorder.ReplayReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A call of a few seconds, recorded once with the speech of {@code speech/}: one session is killed, the media socket dials again. */
@DisplayName("The recording that is shipped")
class ReplayTest {

    static final Path SHIPPED = Path.of("src/test/resources/recordings/first-words.earshot");

    @Test
    @DisplayName("is of a call whose session died and whose media socket came back, and has the same log today")
    void sameLog() throws IOException {
        ReplayReport report = Replay.run(Recording.read(SHIPPED), ReplayPace.FAST);

        assertThat(report.replayed()).isEqualTo(report.recorded());
        assertThat(report.recorded())
                .anyMatch(event -> event.contains("\"type\":\"utteranceFinal\""))
                .anyMatch(event -> event.contains("\"cause\":\"connectionLost\""))
                .anyMatch(event -> event.contains("\"type\":\"flagged\""))
                .anyMatch(event -> event.contains("\"type\":\"callEnded\""));
    }

    @Test
    @DisplayName("has nothing read that is not in it, whatever its settings say")
    void nothingElse() {
        RecordedSettings given = new RecordedSettings("include file(\"somewhere\")", Map.of());

        assertThatThrownBy(() -> RecordedConfig.call(given, Settings.loadConfig()))
                .isInstanceOf(ConfigException.Parse.class);
    }
}
