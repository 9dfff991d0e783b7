package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tally of a call's hints")
class HintTallyTest {

    private final HintTally tally = new HintTally();

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void offered(String hint) {
        tally.onOffered(json("{'hint':'" + hint + "','speechEndMs':1000,'deadlineMs':9000}"));
    }

    private void rendered(String hint, int totalMs) {
        tally.onOutcome(json("{'hint':'" + hint + "','outcome':'rendered','stages':{'finalMs':" + (totalMs - 5)
                + ",'renderedMs':5,'totalMs':" + totalMs + "}}"));
    }

    @Test
    @DisplayName("says how many were in time and how many were withdrawn, and how long each stage took")
    void lines() {
        offered("h1");
        offered("h2");
        offered("h4");
        rendered("h1", 900);
        rendered("h2", 8_001);
        rendered("h4", 1_200);
        tally.onOutcome(json("{'hint':'h4','outcome':'used'}"));
        tally.onWithdrawn(json("{'hint':'h3','cause':'duplicate'}"));
        tally.onWithdrawn(json("{'hint':'h4','cause':'evidenceRevised'}"));

        assertThat(tally.offered()).isEqualTo(3);
        assertThat(tally.lines())
                .startsWith("2 of them on the screen in time, 1 withdrawn.")
                .anySatisfy(line -> assertThat(line).matches("  final +1195 +7996"))
                .endsWith("  total                                            1200    8001");
    }

    @Test
    @DisplayName("says nothing where there were none")
    void none() {
        assertThat(tally.lines()).isEmpty();
    }
}
