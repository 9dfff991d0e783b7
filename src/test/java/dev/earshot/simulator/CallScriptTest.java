package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallScriptTest {

    @ParameterizedTest
    @CsvSource({"recruiter-call, 84000", "sales-call, 51200"})
    void loadsTwoTracksOfOneLengthAndWhatIsSaidInThem(String folder, long millis) throws IOException {
        CallScript script = CallScript.load(Path.of("speech", folder));

        assertThat(script.agent().samples()).isEqualTo(script.other().samples()).isEqualTo((int) (millis * 16));
        assertThat(script.utterances()).isSortedAccordingTo((a, b) -> Long.compare(a.startMs(), b.startMs()));
        assertThat(script.utterances()).allSatisfy(turn -> {
            assertThat(turn.speaker()).isIn("agent", "other");
            assertThat(turn.startMs()).isLessThan(turn.endMs());
            assertThat(turn.endMs()).isLessThanOrEqualTo(millis);
            assertThat(turn.text()).isNotBlank();
        });
    }

    @Test
    void keepsTheFirstTurnOfTheRecruiter() throws IOException {
        CallScript script = CallScript.load(Path.of("speech", "recruiter-call"));

        assertThat(script.utterances().get(0))
                .isEqualTo(new CallScript.Utterance(
                        "agent",
                        0,
                        5785,
                        "Hello Daniel, good morning. This is Rachel, calling about the team lead position."
                                + " Is now still a good time to talk?"));
    }

    @Test
    void letsBothSidesSpeakUnderTheirRawIds() throws IOException {
        CallScript script = CallScript.load(Path.of("speech", "sales-call"));

        assertThat(script.participants())
                .containsExactly(
                        new AcsCallerOptions.Participant("8:acs:demo_agent", script.agent()),
                        new AcsCallerOptions.Participant("8:acs:demo_other", script.other()));
    }

    @Test
    void namesTheFileThatIsMissingOrIncomplete(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> CallScript.load(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("agent.wav");

        Path call = Path.of("speech", "sales-call");
        Files.copy(call.resolve("agent.wav"), folder.resolve("agent.wav"));
        Files.copy(call.resolve("other.wav"), folder.resolve("other.wav"));
        Files.writeString(
                folder.resolve("transcript.json"),
                "{\"utterances\":[{\"speaker\":\"agent\",\"startMs\":0,\"endMs\":900}]}");
        assertThatThrownBy(() -> CallScript.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("transcript.json: an utterance without 'text'");
    }
}
