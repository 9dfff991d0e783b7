package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.earshot.realtime.ServerEvent.Failed;
import dev.earshot.realtime.SessionState.Closed;
import dev.earshot.realtime.SessionState.Configuring;
import dev.earshot.realtime.SessionState.Confirmed;
import dev.earshot.realtime.SessionState.Connecting;
import dev.earshot.realtime.SessionState.Ready;
import dev.earshot.realtime.SessionState.Retiring;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A session's state")
class SessionStateTest {

    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Connecting CONNECTING = new Connecting(false);

    private static Failed failed(String code) {
        return new Failed(code, "invalid_request_error", "Something about it.", null);
    }

    private static Configuring configuring(String differences) {
        return new Configuring("sess_1", NOTHING, NOTHING, differences);
    }

    @Test
    @DisplayName("says of a handshake that takes too long how far it has come")
    void timeout() {
        assertThat(CONNECTING.onTimeout(AFTER))
                .isEqualTo(new Closed(SessionCause.CONNECT_FAILED, "no answer for PT10S"));
        assertThat(CONNECTING.onConnected().onTimeout(AFTER))
                .isEqualTo(new Closed(SessionCause.HANDSHAKE_TIMEOUT, "connecting for PT10S"));
        assertThat(configuring("").onTimeout(AFTER))
                .isEqualTo(new Closed(SessionCause.HANDSHAKE_TIMEOUT, "configuring for PT10S"));
        assertThat(configuring("audio.input.format: null").onTimeout(AFTER))
                .isEqualTo(new Closed(SessionCause.CONFIGURATION_MISMATCH, "audio.input.format: null"));
    }

    @Test
    @DisplayName("ends with any error in its handshake, of which it may quote what is only about a configuration")
    void handshakeError() {
        assertThat(CONNECTING.onFailed(failed("invalid_api_key")))
                .isEqualTo(new Closed(SessionCause.UNAUTHORIZED, "invalid_api_key"));
        assertThat(configuring("").onFailed(failed("unknown_parameter")))
                .isEqualTo(new Closed(SessionCause.CONFIGURATION_REJECTED, "unknown_parameter: Something about it."));
    }

    static List<Confirmed> confirmed() {
        return List.of(new Ready("sess_1"), new Retiring("sess_1"));
    }

    @ParameterizedTest
    @MethodSource("confirmed")
    @DisplayName("outlives errors once it is confirmed, but those that are about all of it")
    void laterError(Confirmed confirmed) {
        assertThat(confirmed.onFailed(failed("item_not_found"), false)).isSameAs(confirmed);
        assertThat(confirmed.onFailed(failed("rate_limit_exceeded"), true)).isSameAs(confirmed);
        assertThat(confirmed.onFailed(failed("rate_limit_exceeded"), false))
                .isEqualTo(new Closed(SessionCause.RATE_LIMITED, "rate_limit_exceeded"));
        assertThat(confirmed.onFailed(failed("insufficient_quota"), true))
                .isEqualTo(new Closed(SessionCause.QUOTA_EXHAUSTED, "insufficient_quota"));
    }

    @Test
    @DisplayName("never tells more of its end than a line")
    void bounded() {
        assertThat(CONNECTING
                        .onEnded(SessionCause.SERVICE_SILENT, "x".repeat(1_000))
                        .detail())
                .hasSize(200)
                .endsWith("…");
    }
}
