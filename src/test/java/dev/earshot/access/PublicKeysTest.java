package dev.earshot.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A set of keys")
class PublicKeysTest {

    private static RSAKey good;

    @BeforeAll
    static void makeKey() throws Exception {
        good = new RSAKeyGenerator(2_048).keyID("good").generate().toPublicJWK();
    }

    @Test
    @DisplayName("is read for the keys in it that can be used, whatever else is in it")
    void mixed() throws Exception {
        RSAKey forEncryption =
                new RSAKey.Builder(good).keyID("enc").keyUse(KeyUse.ENCRYPTION).build();
        RSAKey otherAlgorithm = new RSAKey.Builder(good)
                .keyID("ps")
                .algorithm(JWSAlgorithm.PS256)
                .build();
        RSAKey weak = new RSAKeyGenerator(1_024, true).keyID("weak").generate().toPublicJWK();
        PublicKeys keys = PublicKeys.parse(set(
                "{\"kty\":\"new\"}",
                "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"}",
                "{\"kty\":\"RSA\",\"kid\":\"broken\"}",
                "{\"kty\":\"RSA\",\"kid\":\"odd\",\"n\":\"!\",\"e\":\"AQAB\"}",
                forEncryption.toString(),
                otherAlgorithm.toString(),
                weak.toString(),
                good.toString()));
        assertThat(keys.named("good")).containsExactly(good.toRSAPublicKey());
        assertThat(keys.named(null)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "{\"keys\":[7]}"
            })
    @DisplayName("is none where there is nothing to check a token with")
    void none(String text) {
        assertThatThrownBy(() -> PublicKeys.parse(text)).isInstanceOf(ParseException.class);
    }

    @Test
    @DisplayName("is refused where it has more keys than anybody needs")
    void tooMany() throws Exception {
        String[] many =
                Collections.nCopies(PublicKeys.MAX_KEYS, good.toString()).toArray(String[]::new);
        assertThat(PublicKeys.parse(set(many)).named("good")).hasSize(PublicKeys.MAX_KEYS);
        assertThatThrownBy(() -> PublicKeys.parse(set(Collections.nCopies(PublicKeys.MAX_KEYS + 1, good.toString())
                        .toArray(String[]::new))))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("more than 50 keys");
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }
}
