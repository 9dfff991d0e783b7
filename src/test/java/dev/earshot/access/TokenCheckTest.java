package dev.earshot.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On tokens of the test's own making, at a time that stands still. {@code AcsTokens} makes those of {@code MediaAccessIT}. */
@DisplayName("The check of a token")
class TokenCheckTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final TokenPolicy POLICY =
            new TokenPolicy("https://issuer", Set.of("resource", "other-resource"), Duration.ofSeconds(60));
    private static RSAKey key;

    private final KeyCache keys = new KeyCache(
            () -> CompletableFuture.completedFuture(served()), KeyCache.Times.with(Duration.ofSeconds(30)), () -> 0);
    private final TokenCheck check = new TokenCheck(keys, POLICY, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeAll
    static void makeKey() throws Exception {
        key = new RSAKeyGenerator(2_048).keyID("k1").generate();
    }

    private static PublicKeys served() {
        try {
            return PublicKeys.parse(new JWKSet(key.toPublicJWK()).toString());
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock =
                    """
                    'iss':'https://issuer','aud':'resource','exp':1800000001                                  !
                    'iss':'https://issuer','aud':['x','other-resource'],'exp':1800000001                      !
                    'iss':'https://issuer','aud':'resource','exp':1799999941                                  !
                    'iss':'https://issuer','aud':'resource','exp':1799999940                                  ! EXPIRED
                    'iss':'https://issuer','aud':'resource','exp':1800000001,'nbf':1800000060                 !
                    'iss':'https://issuer','aud':'resource','exp':1800000001,'nbf':1800000061                 ! NOT_YET_VALID
                    'iss':'https://issuer','aud':'resource'                                                   ! NO_EXPIRY
                    'iss':'https://issuer','aud':'resource','exp':null                                        ! NO_EXPIRY
                    'iss':'https://issuer','aud':'resource','exp':'tomorrow'                                  ! MALFORMED_TOKEN
                    'iss':'https://issuer','aud':'Resource','exp':1800000001                                  ! WRONG_AUDIENCE
                    'iss':'https://issuer','aud':[],'exp':1800000001                                          ! WRONG_AUDIENCE
                    'iss':'https://issuer','exp':1800000001                                                   ! WRONG_AUDIENCE
                    'iss':'https://issuer/','aud':'resource','exp':1800000001                                 ! WRONG_ISSUER
                    'aud':'resource','exp':1800000001                                                         ! WRONG_ISSUER
                    """)
    @DisplayName("wants the issuer, an audience and a time that is right, give or take the skew")
    void claims(String claims, AccessRefusal refusal) throws Exception {
        assertThat(checked(signed("{" + claims.replace('\'', '"') + "}"))).isEqualTo(Optional.ofNullable(refusal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "{}.{}.{}",
                "eyJhbGciOiJSUzI1NiJ9",
                "eyJhbGciOiJSUzI1NiJ9..",
                "e30.e30.e30",
                "eyJhbGciOiJub25lIn0.e30.AAAA"
            })
    @DisplayName("calls malformed what is no token")
    void malformed(String text) {
        assertThat(checked(text)).hasValue(AccessRefusal.MALFORMED_TOKEN);
    }

    @Test
    @DisplayName("takes a signature for what stands before it alone")
    void tampered() throws Exception {
        String good = signed(GOOD);
        String[] parts = good.split("\\.");
        String other =
                Base64URL.encode(GOOD.replace("resource", "other-resource")).toString();
        assertThat(checked(good)).isEmpty();
        assertThat(checked(parts[0] + "." + other + "." + parts[2])).hasValue(AccessRefusal.WRONG_SIGNATURE);
        assertThat(checked(parts[0] + "." + parts[1] + ".AAAA")).hasValue(AccessRefusal.WRONG_SIGNATURE);
    }

    @Test
    @DisplayName("does not read from the token where its key is, nor what it calls critical and is not known")
    void headers() throws Exception {
        RSAKey own = new RSAKeyGenerator(2_048).keyID("mine").generate();
        assertThat(checked(signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("mine")
                                .jwk(own.toPublicJWK())
                                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                                .build(),
                        GOOD,
                        own)))
                .hasValue(AccessRefusal.UNKNOWN_KEY);
        assertThat(checked(signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("k1")
                                .criticalParams(Set.of("exp"))
                                .build(),
                        GOOD,
                        key)))
                .hasValue(AccessRefusal.WRONG_SIGNATURE);
        assertThat(checked(signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("k1").build(), GOOD, key)))
                .hasValue(AccessRefusal.WRONG_ALGORITHM);
    }

    @Test
    @DisplayName("tries the keys on a token that names none")
    void nameless() throws Exception {
        assertThat(checked(signed(new JWSHeader(JWSAlgorithm.RS256), GOOD, key)))
                .isEmpty();
    }

    @Test
    @DisplayName("does not even read what is too large, or not there")
    void size() {
        assertThat(checked("x".repeat(TokenCheck.MAX_CHARS + 1))).hasValue(AccessRefusal.TOKEN_TOO_LARGE);
        assertThat(check.check(Optional.empty()).toCompletableFuture().join()).hasValue(AccessRefusal.NO_TOKEN);
    }

    private static final String GOOD = "{\"iss\":\"https://issuer\",\"aud\":\"resource\",\"exp\":1800000001}";

    private Optional<AccessRefusal> checked(String token) {
        return check.check(Optional.of(token)).toCompletableFuture().join();
    }

    private static String signed(String claims) throws Exception {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims, key);
    }

    private static String signed(JWSHeader header, String claims, RSAKey by) throws Exception {
        JWSObject token = new JWSObject(header, new Payload(claims));
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }
}
