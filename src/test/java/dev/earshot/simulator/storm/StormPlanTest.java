package dev.earshot.simulator.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.realtime.Faults;
import dev.earshot.simulator.storm.StormPlan.Kill;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A storm")
class StormPlanTest {

    @Test
    @DisplayName("is the same for the same seed, and another for another")
    void seeded() {
        assertThat(StormPlan.of(StormOptions.USUAL)).isEqualTo(StormPlan.of(StormOptions.USUAL));
        assertThat(StormPlan.of(StormOptions.USUAL.withSeed(2))).isNotEqualTo(StormPlan.of(StormOptions.USUAL));
    }

    @Test
    @DisplayName("kills every few seconds but the last ten, and delays every handshake as the server understands it")
    void killsAndDelays() {
        StormPlan plan = StormPlan.of(StormOptions.USUAL);
        List<Long> at = plan.kills().stream().map(Kill::atMs).toList();

        assertThat(at.get(0)).isBetween(2_500L, 7_500L);
        for (int i = 1; i < at.size(); i++) {
            assertThat(at.get(i) - at.get(i - 1)).isBetween(2_500L, 7_500L);
        }
        assertThat(at.get(at.size() - 1)).isBetween(282_000L, 290_000L);
        assertThat(Faults.of(plan.handshakes().toArray(String[]::new)).words()).hasSizeGreaterThan(1_000);
        assertThat(plan.handshakes()).anyMatch(rule -> rule.matches("session \\d+: delay upgrade by 2\\d\\d\\dms"));
    }

    @Test
    @DisplayName("is chosen on the command line, where what is not allowed is named")
    void options() {
        StormOptions options = StormOptions.parse(List.of("--seed=7", "--rotate-every", "20", "--kill-every", "0"));
        assertThat(options)
                .isEqualTo(new StormOptions(300, 7, 1, Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(20)));
        assertThat(options.sessionLife()).isEqualTo(Duration.ofSeconds(30));
        assertThat(StormPlan.of(options).kills()).isEmpty();
        assertThatThrownBy(() -> StormOptions.parse(List.of("--seconds", "5")))
                .hasMessage("--seconds is '5'; allowed: a whole number from 20 to 3600");
        assertThatThrownBy(() -> StormOptions.parse(List.of("--runs")))
                .hasMessage("--runs is ''; allowed: a whole number from 1 to 20");
        assertThatThrownBy(() -> StormOptions.parse(List.of("--rotate-every", "3")))
                .hasMessage("--rotate-every is '3'; allowed: 0, or 8 to 600");
        assertThatThrownBy(() -> StormOptions.parse(List.of("--thunder")))
                .hasMessage("unknown option '--thunder'; see --help");
    }

    @Test
    @DisplayName("is talked through: two people, in whole utterances, over and over")
    void speech() throws IOException {
        StormSpeech speech = StormSpeech.of(150);
        List<Sentence> agent = speech.sentences().get(CallScript.AGENT_RAW_ID);

        assertThat(speech.participants())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.speech().samples()).isEqualTo(150 * 16_000));
        assertThat(agent.get(0)).isEqualTo(new Sentence(0, 5_785, "Hello Daniel, good morning."));
        assertThat(agent)
                .filteredOn(said -> said.text().startsWith("Hello Daniel"))
                .hasSize(2);
        assertThat(agent).noneMatch(said -> said.text().equals("Mm-hm."));
        assertThat(agent).allMatch(said -> said.endMs() <= 150_000);
    }
}
