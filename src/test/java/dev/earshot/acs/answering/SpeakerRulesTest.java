package dev.earshot.acs.answering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rules about who is who")
class SpeakerRulesTest {

    @Test
    @DisplayName("go by the part someone has in the call, and by the raw id; the first that fits is right")
    void firstFits() {
        SpeakerRules rules = rules("8:acs:us_*=agent, 4:+4930123456=boss, caller=candidate, called=agent");

        assertThat(rules.of("4:+4989", "8:acs:us_7")).isEqualTo(Map.of("4:+4989", "candidate", "8:acs:us_7", "agent"));
        assertThat(rules.of("4:+4930123456", null)).isEqualTo(Map.of("4:+4930123456", "boss"));
        assertThat(rules.of("8:acs:us_9")).hasValue("agent");
    }

    @Test
    @DisplayName("leave unknown whom none fits")
    void unknown() {
        assertThat(rules("").of("4:+49", "8:acs:a")).isEmpty();
        assertThat(rules("8:acs:a=agent").of("8:acs:ab")).isEmpty();
        assertThat(rules("caller=agent").of("4:+49")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent",
                "=agent",
                "caller=",
                "caller=Agent",
                "somebody=agent",
                "8:*x=agent",
                "caller=agent,,",
                "*=agent"
            })
    @DisplayName("must be rules")
    void invalid(String text) {
        assertThat(SpeakerRules.parse(text)).isEmpty();
    }

    private static SpeakerRules rules(String text) {
        return SpeakerRules.parse(text).orElseThrow();
    }
}
