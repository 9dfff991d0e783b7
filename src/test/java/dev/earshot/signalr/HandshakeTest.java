package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The handshake")
class HandshakeTest {

    private static final HubProtocol json = new JsonHubProtocol(16);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"protocol\":\"json\",\"version\":1}|1",
                "{\"version\":2,\"protocol\":\"json\"}|2",
                "{\"protocol\":\"json\",\"version\":1,\"more\":[1]}|1"
            })
    void is_accepted(String request, int version) {
        assertThat(judge(request)).isEqualTo(new Handshake.Verdict.Accepted(json, version));
    }

    @Test
    void names_the_version_that_is_not_there() {
        assertThat(judge("{\"protocol\":\"json\",\"version\":3}"))
                .isEqualTo(
                        new Handshake.Verdict.Refused("The server does not support version 3 of the 'json' protocol."));
    }

    @Test
    void names_the_protocol_that_is_not_there() {
        assertThat(judge("{\"protocol\":\"messagepack\",\"version\":1}"))
                .isEqualTo(new Handshake.Verdict.Refused("The protocol 'messagepack' is not supported."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"type\":6}",
                "{\"protocol\":\"json\"}",
                "{\"protocol\":\"json\",\"version\":\"1\"}",
                "{\"protocol\":null,\"version\":1}",
                "{\"protocol\":\"json\",\"version\":1.5}"
            })
    void is_the_first_message_or_there_is_no_second(String request) {
        assertThat(judge(request))
                .isEqualTo(new Handshake.Verdict.Refused("The first message was not a handshake request."));
    }

    @Test
    void is_answered_in_text() {
        assertThat(text(Handshake.ACCEPTED)).isEqualTo("{}\u001e");
        assertThat(text(Handshake.refused("The protocol '\"' is not supported.")))
                .isEqualTo("{\"error\":\"The protocol '\\\"' is not supported.\"}\u001e");
    }

    private static Handshake.Verdict judge(String request) {
        return Handshake.judge(ByteString.fromString(request), List.of(json));
    }

    private static String text(Frame frame) {
        return frame.message().asTextMessage().getStrictText();
    }
}
