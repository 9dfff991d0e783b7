package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The negotiation")
class NegotiationTest {

    private final ConnectionTokens.Ticket ticket =
            new ConnectionTokens.Ticket("public", "secret", Authenticator.Anonymous.INSTANCE, false);

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,1", "2147483647,1"})
    void answers_in_the_highest_version_that_both_know(String asked, int agreed) {
        assertThat(Negotiation.version(Optional.of(asked))).isEqualTo(new Negotiation.Version.Agreed(agreed));
    }

    @Test
    void takes_no_version_for_the_oldest() {
        assertThat(Negotiation.version(Optional.empty())).isEqualTo(new Negotiation.Version.Agreed(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "one", "1.0", "2147483648"})
    void refuses_what_is_no_version(String asked) {
        assertThat(Negotiation.version(Optional.of(asked))).isInstanceOf(Negotiation.Version.Refused.class);
    }

    @Test
    void tells_id_token_and_transport() {
        assertThat(Negotiation.response(1, ticket))
                .isEqualTo(
                        "{\"negotiateVersion\":1,\"connectionId\":\"public\",\"connectionToken\":\"secret\","
                                + "\"availableTransports\":[{\"transport\":\"WebSockets\",\"transferFormats\":[\"Text\",\"Binary\"]}]}");
    }

    @Test
    void tells_that_the_connection_may_resume_only_where_that_was_agreed() {
        ConnectionTokens.Ticket resumable =
                new ConnectionTokens.Ticket("public", "secret", Authenticator.Anonymous.INSTANCE, true);
        assertThat(Negotiation.response(1, resumable)).contains("\"useStatefulReconnect\":true");
        assertThat(Negotiation.response(1, ticket)).doesNotContain("useStatefulReconnect");
    }

    @Test
    void tells_no_token_in_the_old_version() {
        assertThat(Negotiation.response(0, ticket))
                .isEqualTo(
                        "{\"negotiateVersion\":0,\"connectionId\":\"public\","
                                + "\"availableTransports\":[{\"transport\":\"WebSockets\",\"transferFormats\":[\"Text\",\"Binary\"]}]}");
    }
}
