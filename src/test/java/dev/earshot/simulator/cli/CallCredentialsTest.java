package dev.earshot.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.Misdeed;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a call shows at the door")
class CallCredentialsTest {

    private static final URI HOME = URI.create("http://127.0.0.1:8080");

    @Test
    @DisplayName("is nothing, where nothing is asked for")
    void nothing() {
        try (CallCredentials credentials = new CallCredentials(null, "")) {
            assertThat(credentials.socket(HOME, "c1")).isEqualTo(URI.create("ws://127.0.0.1:8080/acs/media/c1"));
            assertThat(credentials.headers(1, CallFaults.NONE)).isEmpty();
        }
    }

    /** {@code printf media:c1 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef -binary | basenc --base64url}. */
    @Test
    @DisplayName("is the secret of its URL, by the first of the keys")
    void secret() {
        try (CallCredentials credentials = new CallCredentials(null, "0123456789abcdef0123456789abcdef, another")) {
            assertThat(credentials.socket(URI.create("https://earshot.example.org"), "c1"))
                    .isEqualTo(URI.create(
                            "wss://earshot.example.org/acs/media/c1/jCkokJCLED5nXWdck-BYRhSiQH6m-9cE9SxWnY9il9U"));
        }
    }

    @Test
    @DisplayName("is a token of its own for each socket, and a bad one where a rule says so")
    void tokens() {
        CallFaults faults = CallFaults.of("call 2: token expired", "call 3: token missing");
        try (CallCredentials credentials = new CallCredentials(AcsTokens.create(), "")) {
            assertThat(credentials.headers(1, faults).get("Authorization"))
                    .startsWith("Bearer ")
                    .isNotEqualTo(credentials.headers(1, faults).get("Authorization"));
            assertThat(credentials.headers(2, faults)).containsKey("Authorization");
            assertThat(credentials.headers(3, faults)).isEmpty();
        }
    }

    @Test
    @DisplayName("can be wrong in each way that tokens are made in")
    void flaws() {
        assertThat(Misdeed.Token.FLAWS.stream().filter(word -> !word.equals(Misdeed.Token.MISSING)))
                .extracting(CallCredentials::flaw)
                .containsExactlyInAnyOrder(AcsTokens.Flaw.values());
    }
}
