package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection token")
class ConnectionTokensTest {

    private static final Duration LIFETIME = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap
    private final Principal ann = () -> "ann";
    private final ConnectionTokens tokens =
            new ConnectionTokens(new HubSettings.Negotiation(LIFETIME, 2, Set.of()), now::get);

    @Test
    void goes_into_an_address_as_it_is_and_is_not_the_public_id() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        assertThat(ticket.connectionToken()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(ticket.connectionId());
    }

    @Test
    void is_the_id_in_the_old_version() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, false, true);
        assertThat(ticket.connectionToken()).isEqualTo(ticket.connectionId());
    }

    @Test
    void opens_one_connection_and_ends_with_it() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        assertThat(claim(ticket)).isEqualTo(new ConnectionTokens.Claim.Granted(ticket));
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.InUse.class);
        tokens.opened(ticket);
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.InUse.class);
        tokens.closed(ticket);
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.Unknown.class);
    }

    @Test
    void opens_a_connection_that_may_resume_again_and_again_but_only_to_the_same() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, true);
        claim(ticket);
        tokens.opened(ticket);
        assertThat(claim(ticket)).as("before the handshake").isInstanceOf(ConnectionTokens.Claim.InUse.class);
        tokens.resumable(ticket, true);
        assertThat(claim(ticket)).isEqualTo(new ConnectionTokens.Claim.Resumed(ticket));
        assertThat(claim(ticket)).isEqualTo(new ConnectionTokens.Claim.Resumed(ticket));
        assertThat(tokens.claim(ticket.connectionToken(), () -> "bob"))
                .isInstanceOf(ConnectionTokens.Claim.Unknown.class);
        tokens.resumable(ticket, false);
        assertThat(claim(ticket)).as("while it says goodbye").isInstanceOf(ConnectionTokens.Claim.InUse.class);
        tokens.resumable(ticket, true);
        tokens.closed(ticket);
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.Unknown.class);
    }

    @Test
    void resumes_nothing_in_the_old_version_where_everybody_knows_it() {
        assertThat(tokens.issue(ann, false, true).mayResume()).isFalse();
    }

    @Test
    void is_of_no_use_to_somebody_else() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        assertThat(tokens.claim(ticket.connectionToken(), () -> "bob"))
                .isInstanceOf(ConnectionTokens.Claim.Unknown.class);
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.Granted.class);
    }

    @Test
    void expires_where_nobody_connects() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        now.addAndGet(LIFETIME.toNanos());
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.Unknown.class);
    }

    @Test
    void is_forgotten_where_the_socket_never_opens() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        claim(ticket);
        now.addAndGet(LIFETIME.toNanos());
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.Unknown.class);
    }

    @Test
    void stays_in_use_as_long_as_the_connection() {
        ConnectionTokens.Ticket ticket = tokens.issue(ann, true, false);
        claim(ticket);
        tokens.opened(ticket);
        now.addAndGet(LIFETIME.multipliedBy(100).toNanos());
        assertThat(claim(ticket)).isInstanceOf(ConnectionTokens.Claim.InUse.class);
    }

    @Test
    void gives_way_to_newer_ones_when_there_are_too_many() {
        ConnectionTokens.Ticket oldest = tokens.issue(ann, true, false);
        ConnectionTokens.Ticket second = tokens.issue(ann, true, false);
        ConnectionTokens.Ticket third = tokens.issue(ann, true, false);
        assertThat(claim(oldest)).isInstanceOf(ConnectionTokens.Claim.Unknown.class);
        assertThat(claim(second)).isInstanceOf(ConnectionTokens.Claim.Granted.class);
        assertThat(claim(third)).isInstanceOf(ConnectionTokens.Claim.Granted.class);
    }

    private ConnectionTokens.Claim claim(ConnectionTokens.Ticket ticket) {
        return tokens.claim(ticket.connectionToken(), ann);
    }
}
