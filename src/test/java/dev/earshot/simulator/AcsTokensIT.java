package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The platform's tokens")
class AcsTokensIT {

    private final AcsTokens tokens = AcsTokens.create();

    @AfterEach
    void close() {
        tokens.close();
    }

    @Test
    @DisplayName("say what the platform's documents say, and hold against the keys that are served")
    void good() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        SignedJWT token = parsed(tokens.bearer());
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(token.verify(new RSASSAVerifier(served()))).isTrue();
        assertThat(served().isPrivate()).isFalse();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(claims.getIssuer()).isEqualTo("https://acscallautomation.communication.azure.com");
        assertThat(claims.getAudience()).containsExactly(AcsTokens.AUDIENCE);
        assertThat(claims.getExpirationTime().toInstant())
                .isAfter(before.plus(Duration.ofHours(24)).minusSeconds(1));
        assertThat(parsed(tokens.bearer(AcsTokens.CALLBACK_LIFE))
                        .getJWTClaimsSet()
                        .getExpirationTime()
                        .toInstant())
                .isBefore(Instant.now().plus(Duration.ofMinutes(6)));
    }

    @Test
    @DisplayName("are signed by another key after a rotation, and that one alone is served")
    void rotated() throws Exception {
        SignedJWT old = parsed(tokens.bearer());
        tokens.rotate();
        SignedJWT young = parsed(tokens.bearer());

        assertThat(young.verify(new RSASSAVerifier(served()))).isTrue();
        assertThat(old.verify(new RSASSAVerifier(served()))).isFalse();
        assertThat(young.getHeader().getKeyID()).isNotEqualTo(old.getHeader().getKeyID());
    }

    @ParameterizedTest
    @EnumSource(AcsTokens.Flaw.class)
    @DisplayName("can be bad in every way, each of which fits into a header")
    void bad(AcsTokens.Flaw flaw) {
        assertThat(tokens.bearer(flaw)).startsWith("Bearer ").hasSizeLessThan(8_192);
    }

    private static SignedJWT parsed(String header) throws Exception {
        return SignedJWT.parse(header.substring("Bearer ".length()));
    }

    private RSAKey served() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(tokens.jwksUrl())).build(),
                        HttpResponse.BodyHandlers.ofString());
        return JWKSet.parse(answer.body()).getKeys().get(0).toRSAKey();
    }
}
